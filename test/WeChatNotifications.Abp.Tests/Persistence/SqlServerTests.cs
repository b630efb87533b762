using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Abp.EntityFrameworkCore.Deliveries;
using WeChatNotifications.AbpHost.Persistence;
using WeChatNotifications.AbpHost.Startup;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Abp.Tests.Persistence;

/// <summary>As far as one comes without a server: the application starts with the provider, and makes its tables in its dialect.</summary>
public sealed class SqlServerTests
{
    [Fact]
    public async Task A_setting_puts_the_host_on_SQL_Server()
    {
        var builder = Build("SqlServer");
        await AbpHostApplication.AddModulesAsync(builder);
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();

        var context = await scope.ServiceProvider.GetRequiredService<IWeChatNotificationsDbContextProvider>().GetAsync(CancellationToken.None);

        context.ShouldBeOfType<AbpHostDbContext>().Database.ProviderName.ShouldBe("Microsoft.EntityFrameworkCore.SqlServer");
        scope.ServiceProvider.GetRequiredService<IDeliveryQueue>().ShouldBeAssignableTo<DeliveryQueueDecorator>();
        scope.ServiceProvider.GetRequiredService<IFormIdStore>().GetType().Name.ShouldBe("SqlServerFormIdStore");
        var script = context.Database.GenerateCreateScript();
        script.ShouldContain("CREATE TABLE [WeChatDeliveryLogs]");
        script.ShouldContain("CREATE INDEX [IX_WeChatDeliveryLogs_Waiting] ON [WeChatDeliveryLogs] ([AppCredentialId], [Priority], [NotBefore]) WHERE [Status] = 0;");
        script.ShouldContain("CREATE UNIQUE INDEX [IX_WeChatDeliveryLogs_DedupKey] ON [WeChatDeliveryLogs] ([TenantId], [DedupKey]) WHERE [DedupKey] IS NOT NULL;");
        script.ShouldContain("[OpenId] nvarchar(128) COLLATE Latin1_General_100_BIN2");
        script.ShouldContain("CREATE UNIQUE INDEX [IX_WeChatMessageTemplates_TenantId_Name] ON [WeChatMessageTemplates] ([TenantId], [Name]);");
        context.Set<DeliveryLog>().ToQueryString().ShouldContain("[TenantId]", customMessage: "the tenant's filter is part of every query");
    }

    [Fact]
    public async Task Another_provider_is_refused_by_name()
        => (await Should.ThrowAsync<StartupException>(() => AbpHostApplication.AddModulesAsync(Build("Oracle")))).Message.ShouldContain("Oracle");

    private static Microsoft.AspNetCore.Builder.WebApplicationBuilder Build(string provider)
    {
        var builder = AbpHostApplication.CreateBuilder(["--environment", "Production"]);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Database:Provider", provider),
            new("ConnectionStrings:Default", "Server=nowhere;Database=abp;User Id=sa;Password=x"),
            new("StringEncryption:DefaultPassPhrase", "pass phrase of the tests"),
        ]);
        return builder;
    }
}
