using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Data;
using Volo.Abp.MultiTenancy;
using Volo.Abp.MultiTenancy.ConfigurationStore;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Tenancy;

/// <summary>A tenant with a connection string of its own has its messages there, and they are sent from there.</summary>
public sealed class TenantDatabaseTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_tenant_with_its_own_connection_string_is_served_from_its_own_database()
    {
        await using var shared = await TestDatabase.CreateAsync();
        await using var own = await TestDatabase.CreateAsync();
        var (sharing, owner) = (Guid.NewGuid(), Guid.NewGuid());
        await using var app = await AbpApp.BuildAsync<LeastModule>(shared, builder => builder.Services.Configure<AbpDefaultTenantStoreOptions>(o => o.Tenants =
        [
            new TenantConfiguration(sharing, "sharing"),
            new TenantConfiguration(owner, "owner") { ConnectionStrings = new ConnectionStrings { Default = own.ConnectionString } },
        ]));
        await app.StartAsync();

        await SetUpAsync(app, sharing, "wx0000000000000011");
        await SetUpAsync(app, owner, "wx0000000000000012");
        var ofSharing = await SendAsync(app, sharing);
        var ofOwner = await SendAsync(app, owner);

        await UntilSentAsync(app, sharing, ofSharing);
        await UntilSentAsync(app, owner, ofOwner);
        (await shared.QueryAsync<Guid>("""SELECT "Id" FROM "WeChatDeliveryLogs" """)).ShouldBe([ofSharing]);
        (await own.QueryAsync<Guid>("""SELECT "Id" FROM "WeChatDeliveryLogs" """)).ShouldBe([ofOwner]);
        (await app.Services.GetRequiredService<IDeliveryPartitionSource>().GetAsync(TestContext.Current.CancellationToken))
            .Select(p => p.Name).ShouldBe(["host", "owner"], ignoreOrder: true);
        app.Simulator.Control.Report().Duplicates.ShouldBe(0);
    }

    private static async Task SetUpAsync(AbpApp app, Guid tenant, string appId)
    {
        app.Simulator.Control.Seed(new()
        {
            Apps = [new() { AppId = appId, Secret = Secret }],
            Templates = [new() { AppId = appId, TemplateId = "tmpl", Fields = ["thing1"] }],
            Grants = [new() { AppId = appId, OpenId = "o-user", TemplateId = "tmpl", Sends = 5 }],
        });
        var credential = await app.As<IAppCredentialAppService, AppCredentialDto>(
            tenant, s => s.CreateAsync(new CreateAppCredentialDto { AppId = appId, Name = "Shop", Secret = Secret }));
        await app.As<IMessageTemplateAppService, MessageTemplateDto>(tenant, s => s.CreateAsync(new SaveMessageTemplateDto
        {
            Name = "hello",
            AppCredentialId = credential.Id,
            WeChatTemplateId = "tmpl",
            Fields = [new() { Key = "thing1" }],
        }));
    }

    private static async Task<Guid> SendAsync(AbpApp app, Guid tenant) => (await app.As<IWeChatNotifier, IReadOnlyList<NotificationReceipt>>(
        tenant,
        s => s.SendAsync(new Notification { Template = "hello", To = "o-user", Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["thing1"] = "你好" } })))
        .Single().DeliveryId;

    private static Task UntilSentAsync(AbpApp app, Guid tenant, Guid delivery) => Eventually.Async(
        async () => (await app.As<IDeliveryAppService, DeliveryDetailDto>(tenant, s => s.GetAsync(delivery))).Status == DeliveryStatus.Sent,
        TimeSpan.FromSeconds(30),
        "the message is sent");
}
