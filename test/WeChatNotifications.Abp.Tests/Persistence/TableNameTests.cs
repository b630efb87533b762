using Microsoft.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Persistence;

/// <summary>Names are fixed once for all models of a process, so nobody else may build one meanwhile.</summary>
[CollectionDefinition(nameof(TableNameTests), DisableParallelization = true)]
public sealed class TableNames;

[Collection(nameof(TableNameTests))]
public sealed class TableNameTests
{
    [Fact]
    public async Task Prefix_and_schema_are_the_hosts()
    {
        var (prefix, schema) = (WeChatNotificationsDbProperties.DbTablePrefix, WeChatNotificationsDbProperties.DbSchema);
        await using var database = await TestDatabase.CreateEmptyAsync();
        try
        {
            (WeChatNotificationsDbProperties.DbTablePrefix, WeChatNotificationsDbProperties.DbSchema) = ("Wx", "notify");
            await using var context = new RenamedContext(new DbContextOptionsBuilder<RenamedContext>().UseNpgsql(database.ConnectionString).Options);
            await context.Database.EnsureCreatedAsync();
        }
        finally
        {
            (WeChatNotificationsDbProperties.DbTablePrefix, WeChatNotificationsDbProperties.DbSchema) = (prefix, schema);
        }

        (await database.QueryAsync<string>("SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_name LIKE 'Wx%' ORDER BY 1"))
            .ShouldBe([
                "notify.WxAppCredentials", "notify.WxAuditEntries", "notify.WxBroadcastBadRows", "notify.WxBroadcastItems",
                "notify.WxBroadcastSchedules", "notify.WxBroadcasts", "notify.WxDeliveryAttempts", "notify.WxDeliveryLogs",
                "notify.WxDeliveryPaces", "notify.WxDeliveryStatistics", "notify.WxDeliveryTallies", "notify.WxEventMappings",
                "notify.WxFollowerImports", "notify.WxFormIdRecords", "notify.WxFormIdUses", "notify.WxInboxEntries",
                "notify.WxJobStates", "notify.WxLeases", "notify.WxMessageTemplates", "notify.WxNodes",
                "notify.WxPendingReceipts", "notify.WxRateTurns", "notify.WxRecipients", "notify.WxRemoteTemplates",
                "notify.WxSubscriptionGrants", "notify.WxTenantSettings", "notify.WxTenantVolumes",
            ], ignoreOrder: true);
        (await database.QueryAsync<long>("SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'WeChat%'")).Single().ShouldBe(0);
    }

    private sealed class RenamedContext(DbContextOptions<RenamedContext> options) : AbpDbContext<RenamedContext>(options), IWeChatNotificationsDbContext
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.ConfigureWeChatNotifications();
        }
    }
}
