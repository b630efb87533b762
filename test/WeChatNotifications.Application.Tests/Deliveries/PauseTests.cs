using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Quotas;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>Errors that every message of an app would meet stop the app, not its messages; and they stop it quickly.</summary>
public sealed class PauseTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_secret_pauses_the_app_after_one_call_and_the_right_one_lets_everything_go()
    {
        await using var given = await WeChatFixture.CreateAsync();
        given.WeChat.RotateSecret(WeChatFixture.AppId, "another-secret-0123456789abcdef0");
        var host = await given.StartAsync();

        await host.SendOrders(WeChatFixture.Users(50));
        await UntilPaused(host);

        var app = await host.App();
        app.Pause!.ErrorCode.ShouldBe(40125);
        app.Pause.Until.ShouldBeNull();
        app.Pause.Advice.ShouldNotBeNullOrEmpty();
        await host.UntilCount(DeliveryStatus.Pending, 50);
        given.TokenCalls().ShouldBe(1);
        given.SendCalls().ShouldBe(0);

        await host.Configure(a => a with { Secret = "another-secret-0123456789abcdef0" });
        await host.UntilCount(DeliveryStatus.Sent, 50);
        given.WeChat.Report().Duplicates.ShouldBe(0);
        (await host.App()).Pause.ShouldBeNull();
    }

    [Fact]
    public async Task A_used_up_daily_quota_pauses_the_app_until_midnight_in_Beijing_and_then_it_goes_on_by_itself()
    {
        await using var given = await WeChatFixture.CreateAsync();
        given.WeChat.SetQuotas(new QuotaChange { AppId = WeChatFixture.AppId, Limits = new AppLimits { SendsPerDay = 5 } });
        var host = await given.StartAsync();
        await host.Configure(a => a with { MaxConcurrency = 4 });

        await host.SendOrders(WeChatFixture.Users(30));
        await UntilPaused(host);
        await host.UntilCount(DeliveryStatus.Pending, 25);

        var pause = (await host.App()).Pause!;
        pause.ErrorCode.ShouldBe(45009);
        pause.Until!.Value.ToOffset(TimeSpan.FromHours(8)).TimeOfDay.ShouldBe(TimeSpan.Zero);
        pause.Until.Value.ShouldBeInRange(given.Time.GetUtcNow(), given.Time.GetUtcNow().AddDays(1));
        given.SendCalls().ShouldBeInRange(6, 5 + 4, "five were taken, and no more than were in flight met the limit");

        var toMidnight = pause.Until.Value - given.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        given.WeChat.SetQuotas(new QuotaChange { AppId = WeChatFixture.AppId, Limits = new AppLimits { SendsPerDay = 1_000 } });
        given.WeChat.AdvanceClock(toMidnight);
        given.Time.Shift(toMidnight);
        await host.UntilCount(DeliveryStatus.Sent, 30);
        given.WeChat.Report().Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task A_quota_refusal_costs_a_message_none_of_its_attempts()
    {
        await using var given = await WeChatFixture.CreateAsync();
        given.WeChat.SetQuotas(new QuotaChange { AppId = WeChatFixture.AppId, Limits = new AppLimits { SendsPerDay = 0 } });
        var host = await given.StartAsync();

        var id = await host.SendOrder("u0");
        await UntilPaused(host);
        var waiting = await host.Until(id, DeliveryStatus.Pending);

        waiting.Attempts.ShouldBe(0);
        waiting.Reason.ShouldBe(DeliveryReason.AppPaused);
        waiting.ErrorCode.ShouldBe(45009);
    }

    [Fact]
    public async Task An_address_that_is_not_whitelisted_pauses_the_app_and_the_address_is_shown()
    {
        await using var given = await WeChatFixture.CreateAsync();
        given.WeChat.SetApp(new AppSeed { AppId = WeChatFixture.AppId, IpWhitelist = ["203.0.113.7"] });
        var host = await given.StartAsync();

        await host.SendOrder("u0");
        await UntilPaused(host);

        var pause = (await host.App()).Pause!;
        pause.ErrorCode.ShouldBe(40164);
        pause.Detail!.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task A_missing_ability_pauses_the_app()
    {
        await using var given = await WeChatFixture.CreateAsync();
        given.WeChat.SetApp(new AppSeed { AppId = WeChatFixture.AppId, CanSend = false });
        var host = await given.StartAsync();

        await host.SendOrder("u0");
        await UntilPaused(host);

        (await host.App()).Pause!.ErrorCode.ShouldBe(48001);
        given.SendCalls().ShouldBe(1);
    }

    [Fact]
    public async Task A_pause_by_hand_stops_at_once_what_is_claimed_too_and_resuming_sends_the_rest()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 400);
        given.WeChat.SetLatency(new() { FixedMs = 50 });
        var host = await given.StartAsync();
        await host.Configure(a => a with { MaxConcurrency = 4 });
        await host.SendOrders(WeChatFixture.Users(400));
        await Testing.Eventually.Async(() => given.SendCalls() >= 8, EngineHost.Patience, "some are sent");

        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.PauseAsync(given.AppCredentialId, new PauseAppDto(null, "wrong text"), Stop));
        await host.UntilCount(DeliveryStatus.Sending, 0);
        var sent = await host.Count(DeliveryStatus.Sent);
        sent.ShouldBeLessThan(100);
        (await host.Count(DeliveryStatus.Pending)).ShouldBe(400 - sent);
        given.SendCalls().ShouldBe(sent);

        given.WeChat.ClearLatency();
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.ResumeAsync(given.AppCredentialId, Stop));
        await host.UntilCount(DeliveryStatus.Sent, 400);
        given.SendCalls().ShouldBe(400);
    }

    [Fact]
    public async Task A_switched_off_app_takes_no_new_message_and_sends_none_that_waits()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        var id = await host.SendOrder("u0", change: n => n with { NotBefore = given.Time.GetUtcNow().AddHours(1) });
        await host.Configure(a => a with { IsEnabled = false });
        given.Time.Shift(TimeSpan.FromHours(2));

        await Should.ThrowAsync<Rules.RuleViolationException>(() => host.SendOrder("u1"));
        (await host.Delivery(id)).Status.ShouldBe(DeliveryStatus.Pending);

        await host.Configure(a => a with { IsEnabled = true });
        await host.Until(id, DeliveryStatus.Sent);
        given.SendCalls().ShouldBe(1);
    }

    [Fact]
    public async Task One_tenants_trouble_is_not_anothers()
    {
        await using var given = await WeChatFixture.CreateAsync();
        given.WeChat.Seed(new() { Apps = [new() { AppId = "wx0000000000000002", Secret = "right-0123456789abcdef0123456789" }] });
        given.WeChat.AddFault(new FaultRule { Kind = FaultKind.Hang, Path = WeChatFixture.SendPath, AppId = "wx0000000000000002" });
        given.WeChat.Seed(new() { Templates = [new() { AppId = "wx0000000000000002", TemplateId = WeChatFixture.WeChatTemplate, Fields = ["character_string1", "thing2", "amount3"] }] });
        var host = await given.StartAsync();
        var troubled = Guid.NewGuid();
        await WeChatFixture.SetUpAsync(host, troubled, "wx0000000000000002", "right-0123456789abcdef0123456789");

        await host.Send(WeChatFixture.Order(NotificationRecipients.OpenIds(WeChatFixture.Users(100))), troubled);
        await host.SendOrders(WeChatFixture.Users(100));

        await host.UntilCount(DeliveryStatus.Sent, 100);
    }

    private static Task UntilPaused(EngineHost host)
        => Testing.Eventually.Async(async () => (await host.App()).Pause is not null, EngineHost.Patience, "the app is paused");
}
