using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Features;
using WeChatNotifications.Abp.Features;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Rules;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Broadcasts;

public sealed class BroadcastScheduleTests
{
    [Fact]
    public async Task When_its_time_comes_a_worker_makes_its_broadcast_once_and_it_is_sent()
    {
        await using var host = await RunningAbpHost.StartAsync();
        using var admin = host.Caller("north-all");
        await GrantAsync(admin, host.North, "north-1", "north-2");
        var id = (await admin.PostJson("broadcast-schedules", Crowd.NewSchedule())).Id();

        await ComeDueAsync(host, id);

        await Eventually.Async(async () => await BroadcastsAsync(host) > 0, RunningAbpHost.Patience, "the broadcast is made");
        var schedule = await admin.GetJson($"broadcast-schedules/{id}");
        var made = schedule.GetProperty("lastBroadcastId").GetGuid();
        (await Crowd.UntilAsync(admin, made, "completed")).Text("sent").ShouldBe("2");
        (await BroadcastsAsync(host)).ShouldBe(1);
        schedule.GetProperty("nextTimes")[0].GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        (await admin.GetJson($"broadcasts?scheduleId={id}")).GetProperty("items").EnumerateArray().Single().Id().ShouldBe(made);
    }

    [Fact]
    public async Task Whoever_looks_at_the_same_moment_only_one_makes_it()
    {
        await using var host = await RunningAbpHost.StartAsync(b => b.Services.Configure<WeChatNotifications.Jobs.ModuleJobOptions>(o => o.IsEnabled = false));
        using var admin = host.Caller("north-all");
        var id = (await admin.PostJson("broadcast-schedules", Crowd.NewSchedule())).Id();
        await ComeDueAsync(host, id);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.As<ScheduledBroadcasts, Broadcast?>(host.North.Id, async s =>
        {
            try
            {
                return await s.MakeDueAsync(id, TestContext.Current.CancellationToken);
            }
            catch (ConflictException)
            {
                return null;
            }
        }))));

        made.Count(b => b is not null).ShouldBe(1);
        (await BroadcastsAsync(host)).ShouldBe(1);
    }

    [Fact]
    public async Task A_tenant_without_the_feature_neither_starts_broadcasts_nor_has_them_made()
    {
        var features = new FeatureOff();
        await using var host = await RunningAbpHost.StartAsync(replace: services => services.AddSingleton<IFeatureStore>(features));
        using var admin = host.Caller("south-all");
        var draft = (await admin.PostJson("broadcasts", Crowd.NewBroadcast("permitHolders"))).Id();
        var schedule = (await admin.PostJson("broadcast-schedules", Crowd.NewSchedule())).Id();
        features.Without = host.South.Id;

        var refused = await Should.ThrowAsync<RuleViolationException>(() => host.As<IBroadcastAppService, BroadcastDto>(host.South.Id, s => s.StartAsync(draft)));
        refused.Violations.Single().Rule.ShouldBe(RuleCodes.SwitchedOff);
        await ComeDueAsync(host, schedule);

        await Eventually.Async(
            async () => (await admin.GetJson($"broadcast-schedules/{schedule}")).GetProperty("lastError").GetString()?.Contains("tenant: Rule.SwitchedOff", StringComparison.Ordinal) == true,
            RunningAbpHost.Patience, "it says why it has made none");
        (await BroadcastsAsync(host)).ShouldBe(1, "the draft");
        features.Without = null;
        (await admin.PostJson($"broadcasts/{draft}/start")).Text("status").ShouldNotBe("draft");
    }

    private static Task<int> ComeDueAsync(RunningAbpHost host, Guid id)
        => host.Database.ExecuteAsync("""UPDATE "WeChatBroadcastSchedules" SET "NextAt" = now() - interval '1 second' WHERE "Id" = $1""", id);

    private static async Task<long> BroadcastsAsync(RunningAbpHost host)
        => (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatBroadcasts" """)).Single();

    private static Task<JsonElement> GrantAsync(HttpClient admin, Shop shop, params string[] users) => admin.PostJson("grants", new
    {
        appCredentialId = shop.AppCredentialId,
        decisions = users.Select(u => new { openId = u, template = RunningAbpHost.Template, decision = "accepted" }),
    });

    private sealed class FeatureOff : IFeatureStore
    {
        public Guid? Without { get; set; }

        public Task<string?> GetOrNullAsync(string name, string? providerName, string? providerKey) => Task.FromResult(
            name == WeChatNotificationsFeatures.Sending && providerName == TenantFeatureValueProvider.ProviderName && Without is { } tenant && providerKey == tenant.ToString() ? "false" : null);
    }
}
