using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>A bad network, a WeChat that is away, a token that dies early, a database that drops its connections.</summary>
public sealed class FaultTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_answers_are_lost_messages_are_sent_again_unless_the_app_says_otherwise()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        given.WeChat.AddFault(new FaultRule { Kind = FaultKind.ResetAfter, Count = 3, Path = WeChatFixture.SendPath });

        await host.SendOrders(WeChatFixture.Users(20));
        await host.UntilCount(DeliveryStatus.Sent, 20);

        var report = given.WeChat.Report();
        report.Distinct.ShouldBe(20);
        report.Duplicates.ShouldBe(3);
    }

    [Fact]
    public async Task An_app_that_holds_unconfirmed_messages_never_sends_twice_by_itself()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await host.Configure(a => a with { UnconfirmedPolicy = UnconfirmedPolicy.Hold });
        given.WeChat.AddFault(new FaultRule { Kind = FaultKind.ResetAfter, Count = 3, Path = WeChatFixture.SendPath });

        var ids = (await host.SendOrders(WeChatFixture.Users(20))).Select(r => r.DeliveryId).ToList();
        await host.UntilCount(DeliveryStatus.Sent, 17);
        await host.UntilCount(DeliveryStatus.Unconfirmed, 3);

        given.WeChat.Report().Duplicates.ShouldBe(0);
        var held = new List<DeliveryDetailDto>();
        foreach (var id in ids)
        {
            if (await host.Delivery(id) is { Status: DeliveryStatus.Unconfirmed } delivery)
            {
                held.Add(delivery);
            }
        }

        held.ShouldAllBe(d => d.Reason == DeliveryReason.OutcomeUnknown && d.Explanation.Length > 20);
        await host.As<IDeliveryAppService, DeliveryDetailDto>(given.Tenant, s => s.RetryAsync(held[0].Id, Stop));
        await host.Until(held[0].Id, DeliveryStatus.Sent);
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.HttpStatus)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.Hang)]
    public async Task A_fault_of_the_network_costs_time_and_no_message(FaultKind kind)
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        given.WeChat.AddFault(new FaultRule { Kind = kind, Count = 5, Path = WeChatFixture.SendPath });

        await host.SendOrders(WeChatFixture.Users(20));
        await host.UntilCount(DeliveryStatus.Sent, 20);

        given.WeChat.Report().Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task A_WeChat_that_is_away_is_probed_with_single_messages()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 300);
        var host = await given.StartAsync(s => s["Dispatch:MaxAttempts"] = "100");
        var fault = given.WeChat.AddFault(new FaultRule { Kind = FaultKind.ResetBefore });

        await host.Configure(a => a with { MaxConcurrency = 10 });
        await host.SendOrders(WeChatFixture.Users(300));
        await Eventually.Async(() => host.Logs.Lines.Count(l => l.EventId.Name == "CircuitOpened") >= 3, EngineHost.Patience, "the circuit opened three times");
        var callsMeanwhile = given.WeChat.Report().Calls.Sum(c => c.Count);
        given.WeChat.RemoveFault(fault.Id);

        await host.UntilCount(DeliveryStatus.Sent, 300);
        callsMeanwhile.ShouldBeLessThan(60, "ten in a row and those in flight opened it; after that single messages probed");
        given.WeChat.Report().Duplicates.ShouldBe(0);
        host.Logs.Lines.ShouldContain(l => l.EventId.Name == "CircuitClosed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_dies_early_is_replaced_once_for_all(bool expired)
    {
        await using var given = await WeChatFixture.CreateAsync(users: 300);
        given.WeChat.SetLatency(new() { FixedMs = 20 });
        var host = await given.StartAsync();
        await host.Configure(a => a with { MaxConcurrency = 20 });
        await host.SendOrders(WeChatFixture.Users(300));
        await Eventually.Async(() => given.SendCalls("0") >= 40, EngineHost.Patience, "some are sent");

        if (expired)
        {
            given.WeChat.ExpireTokens(WeChatFixture.AppId);
        }
        else
        {
            given.WeChat.InvalidateTokens(WeChatFixture.AppId);
        }

        await host.UntilCount(DeliveryStatus.Sent, 300);
        given.TokenCalls().ShouldBe(2);
        given.WeChat.Report().Duplicates.ShouldBe(0);
        (await given.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryAttempts" """)).Single().ShouldBe(0, "nobody's message failed because of it");
    }

    [Fact]
    public async Task A_database_that_drops_its_connections_loses_no_message_and_no_outcome()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 2_000);
        given.WeChat.SetLatency(new() { FixedMs = 10 });
        var host = await given.StartAsync();
        await host.Configure(a => a with { MaxConcurrency = 32 });
        await host.SendOrders(WeChatFixture.Users(2_000));

        for (var i = 1; i <= 3; i++)
        {
            await Eventually.Async(() => given.SendCalls() >= i * 300, EngineHost.Patience, "messages go out");
            await given.Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1", EngineHost.DatabaseName);
        }

        await host.UntilCount(DeliveryStatus.Sent, 2_000);
        given.WeChat.Report().Distinct.ShouldBe(2_000);
        given.WeChat.Report().Duplicates.ShouldBe(0, "outcomes wait in memory until the database takes them");
    }

    [Fact]
    public async Task Nothing_secret_is_in_the_logs_of_a_bad_day()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var seen = new List<string>();
        using var activities = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("WeChatNotifications", StringComparison.Ordinal) || source.Name.StartsWith("System.Net", StringComparison.Ordinal),
            Sample = (ref _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                lock (seen)
                {
                    seen.Add($"{a.DisplayName} {a.StatusDescription} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(e => e.Tags))}");
                }
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(activities);
        var host = await given.StartAsync();
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            given.WeChat.AddFault(new FaultRule { Kind = kind, Count = 1, DelayMs = kind == FaultKind.Slow ? 50 : 0 });
        }

        await host.SendOrders(WeChatFixture.Users(20));
        await host.UntilCount(DeliveryStatus.Sent, 20);
        var token = await TokenInUse(given);
        given.WeChat.RotateSecret(WeChatFixture.AppId, "rotated-0123456789abcdef01234567");
        given.WeChat.InvalidateTokens(WeChatFixture.AppId);
        await host.SendOrder("u0");
        await Eventually.Async(async () => (await host.App()).Pause is not null, EngineHost.Patience, "the app is paused");
        await host.StopAsync();

        var logs = host.Logs.AllText;
        logs.ShouldContain(WeChatFixture.AppId);
        logs.ShouldNotContain(WeChatFixture.Secret);
        logs.ShouldNotContain(token);
        seen.ShouldNotBeEmpty();
        string.Join('\n', seen).ShouldNotContain(token);
        string.Join('\n', seen).ShouldNotContain(WeChatFixture.Secret);
        (await StoredTexts(given)).ShouldAllBe(text => !text.Contains(WeChatFixture.Secret, StringComparison.Ordinal) && !text.Contains(token, StringComparison.Ordinal));
    }

    /// <summary>WeChat's stable call hands out the token in use again.</summary>
    private static async Task<string> TokenInUse(WeChatFixture given)
    {
        using var http = new HttpClient();
        using var body = System.Net.Http.Json.JsonContent.Create(new { grant_type = "client_credential", appid = WeChatFixture.AppId, secret = WeChatFixture.Secret });
        using var response = await http.PostAsync(new Uri(given.Simulator.BaseAddress, "cgi-bin/stable_token"), body, Stop);
        using var json = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<IReadOnlyList<string>> StoredTexts(WeChatFixture given) =>
    [
        .. await given.Database.QueryAsync<string>("""SELECT to_jsonb(d)::text FROM "WeChatDeliveryLogs" d"""),
        .. await given.Database.QueryAsync<string>("""SELECT to_jsonb(a)::text FROM "WeChatDeliveryAttempts" a"""),
        .. await given.Database.QueryAsync<string>("""SELECT to_jsonb(c)::text FROM "WeChatAppCredentials" c"""),
    ];
}
