using System.Diagnostics;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>Several nodes on one database: they wake each other, and keep to limits together.</summary>
public sealed class ManyNodesTests
{
    private const string Listeners = """SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'""";

    [Fact]
    public async Task A_node_that_only_queues_wakes_one_that_sends_long_before_its_poll()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (queues, sends) = await StartPairAsync(given);
        await sends.Until(await queues.SendOrder("u0"), DeliveryStatus.Sent);

        for (var i = 1; i <= 5; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await sends.Until(await queues.SendOrder($"u{i}"), DeliveryStatus.Sent);
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(15), "the poll comes after a minute");
        }
    }

    [Fact]
    public async Task A_listener_whose_connection_was_cut_listens_again_and_looks_for_what_it_missed()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (queues, sends) = await StartPairAsync(given);
        await sends.Until(await queues.SendOrder("u0"), DeliveryStatus.Sent);

        (await given.Database.QueryAsync<bool>($"SELECT pg_terminate_backend(pid) FROM ({Listeners}) AS l")).Count.ShouldBe(2);
        var missed = await queues.SendOrder("u1");
        await sends.Until(missed, DeliveryStatus.Sent);
        await Eventually.Async(async () => (await given.Database.QueryAsync<int>(Listeners)).Count == 2, EngineHost.Patience, "both listen again");

        await sends.Until(await queues.SendOrder("u2"), DeliveryStatus.Sent);
    }

    [Fact]
    public async Task A_node_that_sends_itself_tells_nobody_of_its_messages()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync(s => s["Dispatch:PollInterval"] = "00:01:00");
        await ListeningAsync(given, 1);

        await host.SendOrders(WeChatFixture.Users(50));
        await host.UntilCount(DeliveryStatus.Sent, 50);

        host.Services.GetService(typeof(WakeUpOutbox)).ShouldBeOfType<WakeUpOutbox>().Take().ShouldBeEmpty();
        (await given.Database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_notify(%' AND pid <> pg_backend_pid()"))
            .Single().ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_does_not_want_it_has_no_listening_connection()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync(s => s["Dispatch:NotifyOtherProcesses"] = "false");
        await host.Until(await host.SendOrder("u0"), DeliveryStatus.Sent);

        (await given.Database.QueryAsync<int>(Listeners)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task An_apps_rate_holds_over_all_nodes(int nodes)
    {
        const int Rate = 40;
        await using var given = await WeChatFixture.CreateAsync(users: 160);
        var hosts = new List<EngineHost>();
        for (var i = 0; i < nodes; i++)
        {
            hosts.Add(await given.StartAsync());
        }

        await hosts[0].Configure(a => a with { SendsPerSecond = Rate });
        await hosts[0].SendOrders(WeChatFixture.Users(160));
        await hosts[0].UntilCount(DeliveryStatus.Sent, 160);

        var times = given.WeChat.Messages(new() { Limit = 200 }).Messages.Select(m => m.At).Order().ToList();
        times.Count.ShouldBe(160);
        Busiest(times, TimeSpan.FromSeconds(1)).ShouldBeLessThanOrEqualTo((int)(Rate * 1.25), "a second's worth, what a rest has saved up, and a machine that stutters");
        (times[^1] - times[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(3.6), "160 messages at 40 a second");
        given.WeChat.Report().Duplicates.ShouldBe(0);
    }

    /// <summary>Most messages in any window of a length.</summary>
    private static int Busiest(List<DateTimeOffset> times, TimeSpan window)
        => times.Select((start, i) => times.Skip(i).TakeWhile(t => t - start < window).Count()).Max();

    private static async Task<(EngineHost Queues, EngineHost Sends)> StartPairAsync(WeChatFixture given)
    {
        var queues = await given.StartAsync(s => s["Dispatch:IsEnabled"] = "false");
        var sends = await given.StartAsync(s => s["Dispatch:PollInterval"] = "00:01:00");
        await ListeningAsync(given, 2);
        return (queues, sends);
    }

    private static Task ListeningAsync(WeChatFixture given, int count)
        => Eventually.Async(async () => (await given.Database.QueryAsync<int>(Listeners)).Count == count, EngineHost.Patience, $"{count} listen");
}
