using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Application.Tests.Jobs;

public sealed class LogRetentionJobTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_stays_as_long_as_the_host_or_its_tenant_says()
    {
        await using var shop = await SendingWorld.A_shop();
        await shop.SendOne(SendingWorld.Order("o-alice"));
        await shop.SendOne(SendingWorld.Order("o-bob") with { NotBefore = shop.Now.AddDays(300) });
        await shop.Database.ExecuteAsync("""UPDATE "WeChatDeliveryLogs" SET "Status" = 5, "FinishedAt" = $1 WHERE "OpenId" = 'o-alice'""", shop.Now.UtcDateTime);
        shop.Clock.Advance(TimeSpan.FromDays(89));
        (await RunAsync(shop)).ShouldBe(new JobResult(0, "0 messages, 0 list rows, 0 statistics"));

        await LimitAsync(shop, 400);
        shop.Clock.Advance(TimeSpan.FromDays(2));
        (await RunAsync(shop)).Count.ShouldBe(0, "the tenant keeps it longer than others");

        await LimitAsync(shop, null);
        (await RunAsync(shop)).ShouldBe(new JobResult(1, "1 messages, 0 list rows, 0 statistics"));
        (await shop.OnlyDelivery()).OpenId.ShouldBe("o-bob", "what waits stays");
    }

    private static Task LimitAsync(SendingWorld shop, int? days) => shop.InScope(async s =>
    {
        var limits = s.GetRequiredService<ITenantLimits>();
        var settings = await limits.FindAsync(shop.TenantId, Stop) ?? TenantSettings.Of(shop.TenantId, shop.Now);
        settings.Limit(null, null, days, shop.Now);
        await limits.SaveAsync(settings, Stop);
    });

    private static async Task<JobResult> RunAsync(SendingWorld shop)
    {
        using var all = shop.Tenant.DisableFilter();
        return await shop.Services.GetServices<IModuleJob>().OfType<LogRetentionJob>().Single().RunAsync(Stop);
    }
}
