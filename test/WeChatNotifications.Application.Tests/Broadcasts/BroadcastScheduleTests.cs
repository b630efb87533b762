using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Broadcasts;

/// <summary>Recurring broadcasts on a real database: each time once, whoever looks and however late.</summary>
public sealed class BroadcastScheduleTests
{
    [Fact]
    public async Task At_its_time_a_broadcast_is_made_and_sent_once_by_two_nodes()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 5);
        var first = await given.StartAsync(Soon);
        var second = await given.StartAsync(Soon);
        await ReportAsync(given, first, 5);
        var schedule = await CreateAsync(given, first, MinuteFrom(given));
        (schedule.NextTimes[0] - given.Time.GetUtcNow()).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(2));

        given.Time.Shift(schedule.NextTimes[0] - given.Time.GetUtcNow());
        await Eventually.Async(async () => (await BroadcastsAsync(given, second)).Any(b => b.Status == BroadcastStatus.Completed), EngineHost.Patience, "the broadcast is over");

        var broadcast = (await BroadcastsAsync(given, first)).ShouldHaveSingleItem();
        (broadcast.Sent, broadcast.Total, broadcast.ScheduleId).ShouldBe((5L, 5L, schedule.Id));
        given.WeChat.Messages().Messages.Count.ShouldBe(5);
        var after = await GetAsync(given, first, schedule.Id);
        (after.LastAt, after.LastBroadcastId, after.LastError).ShouldBe((schedule.NextTimes[0], broadcast.Id, null));
        after.NextTimes[0].ShouldBe(schedule.NextTimes[1]);
    }

    [Fact]
    public async Task Whoever_looks_at_the_same_moment_only_one_makes_it()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 1);
        await using var host = EngineHost.Build(given);
        var schedule = await CreateAsync(given, host, "0 * * * *");
        given.Time.Shift(TimeSpan.FromHours(1));

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MakeAsync(given, host, schedule.Id))));
        made.Count(b => b is not null).ShouldBe(1);
        (await BroadcastsAsync(given, host)).Count.ShouldBe(1);
        (await MakeAsync(given, host, schedule.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_several_missed_times_only_the_latest_is_made_up_for_and_only_when_it_is_not_too_late()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 1);
        await using var host = EngineHost.Build(given);
        var schedule = await CreateAsync(given, host, "0 * * * *", maxLateness: 50);
        var third = schedule.NextTimes[2];
        given.Time.Shift(third.AddMinutes(40) - given.Time.GetUtcNow());
        (await MakeAsync(given, host, schedule.Id)).ShouldNotBeNull();
        (await GetAsync(given, host, schedule.Id)).LastAt.ShouldBe(third);

        given.Time.Shift(TimeSpan.FromMinutes(135));
        (await MakeAsync(given, host, schedule.Id)).ShouldBeNull("five minutes before the hour, and fifty are allowed");
        var after = await GetAsync(given, host, schedule.Id);
        after.LastAt.ShouldBe(third);
        after.LastError!.ShouldContain("missed");
        after.NextTimes[0].ShouldBeGreaterThan(given.Time.GetUtcNow());
        (await BroadcastsAsync(given, host)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_not_made_and_says_why_until_it_is_mended()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 1);
        await using var host = EngineHost.Build(given);
        var schedule = await CreateAsync(given, host, "0 * * * *");
        await host.ConfigureTemplate(t => t with { IsEnabled = false });
        given.Time.Shift(TimeSpan.FromHours(1));
        (await MakeAsync(given, host, schedule.Id)).ShouldBeNull();
        (await GetAsync(given, host, schedule.Id)).LastError!.ShouldContain("SwitchedOff");
        await Should.ThrowAsync<RuleViolationException>(() => RunAsync(given, host, schedule.Id));
        (await BroadcastsAsync(given, host)).ShouldBeEmpty();

        await host.ConfigureTemplate(t => t with { IsEnabled = true });
        (await RunAsync(given, host, schedule.Id)).Status.ShouldBe(BroadcastStatus.Running);
        (await GetAsync(given, host, schedule.Id)).LastError.ShouldBeNull();
    }

    [Fact]
    public async Task One_that_is_switched_off_makes_nothing_and_its_broadcasts_expire_as_it_says()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 1);
        await using var host = EngineHost.Build(given);
        var schedule = await CreateAsync(given, host, "0 * * * *", isEnabled: false);
        given.Time.Shift(TimeSpan.FromHours(3));
        (await MakeAsync(given, host, schedule.Id)).ShouldBeNull();
        var made = await RunAsync(given, host, schedule.Id);
        (made.ExpiresAt!.Value - given.Time.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
    }

    private static void Soon(Dictionary<string, string?> settings)
    {
        settings["BroadcastSchedules:PollInterval"] = "00:00:01";
        settings["Broadcasts:Interval"] = "00:00:00.2";
    }

    private static string MinuteFrom(WeChatFixture given) => $"{given.Time.GetUtcNow().AddMinutes(1).Minute} * * * *";

    private static Task<bool> ReportAsync(WeChatFixture given, EngineHost host, int users) => host.As<ISubscriptionGrantAppService, bool>(given.Tenant, async s =>
    {
        await s.ReportAsync(new()
        {
            AppCredentialId = given.AppCredentialId,
            Decisions = [.. WeChatFixture.Users(users).Select(u => new GrantDecisionDto { OpenId = u, Template = WeChatFixture.Template, Decision = GrantDecision.Accepted, Accepts = 1 })],
        });
        return true;
    });

    private static Task<BroadcastScheduleDto> CreateAsync(WeChatFixture given, EngineHost host, string cron, int maxLateness = 60, bool isEnabled = true)
        => host.As<IBroadcastScheduleAppService, BroadcastScheduleDto>(given.Tenant, s => s.CreateAsync(new()
        {
            Name = "Hourly",
            Template = WeChatFixture.Template,
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["number"] = "A-1", ["goods"] = "tea", ["amount"] = 1m },
            Cron = cron,
            TimeZone = "Asia/Shanghai",
            MaxLatenessMinutes = maxLateness,
            ExpiresAfterMinutes = 30,
            IsEnabled = isEnabled,
        }));

    private static Task<BroadcastScheduleDto> GetAsync(WeChatFixture given, EngineHost host, Guid id)
        => host.As<IBroadcastScheduleAppService, BroadcastScheduleDto>(given.Tenant, s => s.GetAsync(id));

    private static Task<BroadcastDto> RunAsync(WeChatFixture given, EngineHost host, Guid id)
        => host.As<IBroadcastScheduleAppService, BroadcastDto>(given.Tenant, s => s.RunAsync(id));

    private static async Task<Broadcast?> MakeAsync(WeChatFixture given, EngineHost host, Guid id)
    {
        try
        {
            return await host.As<ScheduledBroadcasts, Broadcast?>(given.Tenant, s => s.MakeDueAsync(id, CancellationToken.None));
        }
        catch (ConflictException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<BroadcastDto>> BroadcastsAsync(WeChatFixture given, EngineHost host)
        => (await host.As<IBroadcastAppService, CursorPage<BroadcastDto>>(given.Tenant, s => s.ListAsync(new()))).Items;
}
