using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Auditing;
using WeChatNotifications.Abp.Tests.Broadcasts;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Events;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Http;

/// <summary>What callers change about the module's things stands in ABP's audit log, and in no trail of the module's own.</summary>
public sealed class EntityChangeTests
{
    [Fact]
    public async Task Changes_are_told_by_field_and_of_a_secret_only_that_it_has_changed()
    {
        var audits = new RecordedAudits();
        await using var host = await StartAsync(audits);
        using var admin = host.Caller("north-all");
        using var operators = host.Caller("host-all");
        const string secret = "another-secret-0123456789abcdef";

        await admin.PutJson($"credentials/{host.North.AppCredentialId}", new { name = "North again", secret });
        var broadcast = (await admin.PostJson("broadcasts", Crowd.NewBroadcast("permitHolders"))).Id();
        await admin.PutJson($"broadcasts/{broadcast}", Crowd.NewBroadcast("permitHolders", product: "coffee"));
        await admin.PostJson($"broadcasts/{broadcast}/start");
        var schedule = (await admin.PostJson("broadcast-schedules", Crowd.NewSchedule(isEnabled: false))).Id();
        await admin.DeleteJson($"broadcast-schedules/{schedule}");
        var mapping = (await admin.PostJson("event-mappings", new
        {
            name = "on payment",
            eventName = "order-paid",
            template = RunningAbpHost.Template,
            recipientPath = "OpenId",
            fields = new object[]
            {
                new { field = "orderNo", path = "OrderNo" }, new { field = "product", path = "Product" }, new { field = "amount", path = "Amount" },
                new { field = "paidAt", path = "PaidAt" }, new { field = "orderId", path = "OrderId" },
            },
        })).Id();
        await operators.PutJson($"tenants/{host.North.Id}/limits", new { dailyVolume = 7 });

        await Eventually.Async(() => ChangesOf(audits).Any(c => c.EntityTypeFullName == typeof(TenantSettings).FullName), RunningAbpHost.Patience, "the last change");
        var changes = ChangesOf(audits);
        Told<AppCredential>(host.North.AppCredentialId).ShouldBe(["Updated name=North again, secret="]);
        Told<Broadcast>(broadcast).ShouldContain(c => c.StartsWith("Created ", StringComparison.Ordinal) && c.Contains("name=Winter sale", StringComparison.Ordinal));
        Told<Broadcast>(broadcast).ShouldContain(c => c.StartsWith("Updated ", StringComparison.Ordinal) && c.Contains("coffee", StringComparison.Ordinal));
        Told<Broadcast>(broadcast).ShouldContain(c => c.Contains("status=scheduled", StringComparison.Ordinal) || c.Contains("status=running", StringComparison.Ordinal));
        Told<BroadcastSchedule>(schedule).Select(c => c.Split(' ')[0]).ShouldBe(["Created", "Deleted"]);
        Told<EventMapping>(mapping).Single().ShouldContain("eventName=order-paid");
        changes.Single(c => c.EntityTypeFullName == typeof(TenantSettings).FullName).EntityTenantId.ShouldBe(host.North.Id);
        JsonSerializer.Serialize(audits.Logs).ShouldNotContain(secret);
        (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatAuditEntries" """)).Single().ShouldBe(0, "ABP keeps the log");

        string[] Told<T>(Guid id) =>
        [
            .. changes.Where(c => c.EntityTypeFullName == typeof(T).FullName && c.EntityId == id.ToString())
                .Select(c => $"{c.ChangeType} {string.Join(", ", c.PropertyChanges.Select(p => $"{p.PropertyName}={p.NewValue}"))}"),
        ];
    }

    [Fact]
    public async Task A_host_that_does_not_want_them_removes_the_selector()
    {
        var audits = new RecordedAudits();
        await using var host = await StartAsync(audits, services => services.PostConfigure<AbpAuditingOptions>(
            o => o.EntityHistorySelectors.RemoveAll(s => s.Name == WeChatNotificationsAbpModule.EntityHistorySelector)));
        using var admin = host.Caller("north-all");

        await admin.PutJson($"credentials/{host.North.AppCredentialId}", new { name = "North again" });

        await Eventually.Async(() => audits.Logs.Any(l => l.Actions.Count > 0), RunningAbpHost.Patience, "the audit log");
        ChangesOf(audits).ShouldBeEmpty();
    }

    private static List<EntityChangeInfo> ChangesOf(RecordedAudits audits) => [.. audits.Logs.OrderBy(l => l.ExecutionTime).SelectMany(l => l.EntityChanges)];

    private static Task<RunningAbpHost> StartAsync(RecordedAudits audits, Action<IServiceCollection>? replace = null) => RunningAbpHost.StartAsync(replace: services =>
    {
        services.AddSingleton<IAuditingStore>(audits);
        replace?.Invoke(services);
    });
}
