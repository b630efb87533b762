using Volo.Abp.MultiTenancy;
using Volo.Abp.Uow;
using WeChatNotifications.AbpHost.Modules.Orders;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.Templates;

namespace WeChatNotifications.AbpHost.Demo;

/// <summary>Gives each tenant of an empty host its apps and its template.</summary>
internal static class DemoSeeder
{
    /// <summary>Does nothing unless <c>Demo:Seed</c> is true; what exists already stays as it is.</summary>
    /// <exception cref="StartupException">It is wanted outside Development.</exception>
    public static async Task SeedDemoAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (!app.Configuration.GetValue<bool>("Demo:Seed"))
        {
            return;
        }

        if (!app.Environment.IsDevelopment())
        {
            throw new StartupException("Demo:Seed is true outside Development. Its keys are public; set it to false.");
        }

        foreach (var tenant in DemoData.Tenants)
        {
            await using var scope = app.Services.CreateAsyncScope();
            using (scope.ServiceProvider.GetRequiredService<ICurrentTenant>().Change(tenant.Id, tenant.Name))
            using (var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWorkManager>().Begin(requiresNew: true, isTransactional: true))
            {
                await SeedAsync(scope.ServiceProvider, tenant, cancellationToken);
                await unitOfWork.CompleteAsync(cancellationToken);
            }
        }
    }

    private static async Task SeedAsync(IServiceProvider services, DemoTenant tenant, CancellationToken cancellationToken)
    {
        var credentials = services.GetRequiredService<IAppCredentialAppService>();
        if (await credentials.ListAsync(cancellationToken) is not [])
        {
            return;
        }

        var app = await credentials.CreateAsync(
            new() { AppId = tenant.AppId, Name = $"Shop {tenant.Name}", Kind = AppKind.MiniProgram, Secret = tenant.AppSecret, LinkedAppId = tenant.AccountAppId },
            cancellationToken);
        await credentials.CreateAsync(
            new() { AppId = tenant.AccountAppId, Name = $"Account {tenant.Name}", Kind = AppKind.OfficialAccount, Secret = tenant.AccountSecret, LinkedAppId = tenant.AppId },
            cancellationToken);
        await services.GetRequiredService<IAppCallbackAppService>().SaveAsync(
            app.Id, new() { Mode = CallbackMode.Secure, Token = tenant.CallbackToken, EncodingAesKey = tenant.EncodingAesKey }, cancellationToken);
        await services.GetRequiredService<IMessageTemplateAppService>().CreateAsync(
            new()
            {
                Name = OrderNotifications.PaidTemplate,
                AppCredentialId = app.Id,
                WeChatTemplateId = tenant.WeChatTemplateId,
                Title = "订单支付成功通知",
                Fields =
                [
                    new() { Key = "character_string1", Name = "orderNo" },
                    new() { Key = "thing2", Name = "product" },
                    new() { Key = "amount3", Name = "amount" },
                    new() { Key = "time4", Name = "paidAt" },
                ],
                PagePattern = "pages/order/detail?id={orderId}",
            },
            cancellationToken);
    }
}
