using Microsoft.Extensions.Logging.Abstractions;
using WeChatNotifications.Application.Tests.Tenancy;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>A limit that several nodes keep together, on a clock that a test moves.</summary>
public sealed class SharedRateTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryLedgers _ledger = new();

    [Fact]
    public async Task Two_nodes_together_send_no_more_than_one_may()
    {
        var nodes = new[] { Rate(10), Rate(10) };
        var sent = 0;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var loops = Task.WhenAll(nodes.Select(rate => Task.Run(() => SendAsync(rate, over.Token), Stop)));

        for (var step = 0; step < 300; step++)
        {
            await Eventually.Async(() => Task.FromResult(_time.WaitingTimers == 2), TimeSpan.FromSeconds(30), "both wait for a turn");
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Volatile.Read(ref sent).ShouldBeInRange(25, 33, "three seconds' worth, and what a rest has saved up");
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(loops);

        async Task SendAsync(SharedRate rate, CancellationToken stop)
        {
            while (await rate.WaitAsync(100, stop))
            {
                Interlocked.Increment(ref sent);
            }
        }
    }

    [Fact]
    public async Task A_stream_costs_two_round_trips_a_second_and_a_single_message_one_turn()
    {
        var rate = Rate(100);
        (await rate.WaitAsync(1, Stop)).ShouldBeTrue();
        _ledger.Calls.ShouldBe(1);

        for (var i = 0; i < 1_000; i++)
        {
            var turn = rate.WaitAsync(1, Stop).AsTask();
            while (!turn.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }

            await turn;
        }

        _ledger.Calls.ShouldBeLessThan(40, "ten seconds' worth, after a few small beginnings");
    }

    [Fact]
    public async Task Without_the_ledger_nothing_leaves()
    {
        var rate = Rate(100);
        _ledger.Fault = new TimeoutException();
        (await rate.WaitAsync(1, Stop)).ShouldBeFalse();

        var second = rate.WaitAsync(1, Stop).AsTask();
        second.IsCompleted.ShouldBeFalse();
        _ledger.Calls.ShouldBe(1, "it is left alone for a moment");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await second).ShouldBeFalse();

        _ledger.Fault = null;
        (await rate.WaitAsync(1, Stop)).ShouldBeTrue();
    }

    private SharedRate Rate(int perSecond)
    {
        var rate = new SharedRate(new RateKey(RateScope.App, Guid.Empty), _ledger, _time, NullLogger.Instance);
        rate.Limit(perSecond);
        return rate;
    }
}
