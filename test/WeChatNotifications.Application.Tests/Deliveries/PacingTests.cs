using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>Waits between attempts, spacing of sends, the circuit and the lease: on a clock that a test moves.</summary>
public sealed class PacingTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly DispatchOptions _options = new();

    [Fact]
    public void Waits_double_up_to_the_cap_and_chance_spreads_them()
    {
        TimeSpan[] longest = [.. Enumerable.Range(1, 40).Select(n => RetrySchedule.Delay(n, _options, chance: 1))];
        TimeSpan[] shortest = [.. Enumerable.Range(1, 40).Select(n => RetrySchedule.Delay(n, _options, chance: 0))];

        longest[..4].ShouldBe([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(16)]);
        longest.ShouldAllBe(d => d <= _options.BackoffCap);
        longest[^1].ShouldBe(_options.BackoffCap);
        shortest.ShouldAllBe(d => d == TimeSpan.FromSeconds(1), "never at once");
    }

    [Fact]
    public void Sends_are_spaced_evenly()
    {
        var rate = new SendRate(_time);
        rate.Limit(10);
        _time.Advance(TimeSpan.FromMinutes(1));

        TimeSpan[] waits = [.. Enumerable.Range(0, 12).Select(_ => rate.Reserve())];

        waits.Count(w => w == TimeSpan.Zero).ShouldBe(2, "one, and the one that a rest has saved up");
        waits[^1].ShouldBe(TimeSpan.FromSeconds(1));
        waits.Zip(waits.Skip(1)).Skip(1).ShouldAllBe(p => p.Second - p.First == TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Without_a_limit_nobody_waits()
        => Enumerable.Range(0, 1_000).Select(_ => new SendRate(_time).Reserve()).ShouldAllBe(w => w == TimeSpan.Zero);

    [Fact]
    public void The_circuit_opens_after_failures_in_a_row_and_waits_longer_each_time()
    {
        var circuit = new TransportCircuit(_options, _time);
        for (var i = 1; i < _options.CircuitThreshold; i++)
        {
            circuit.Failed().ShouldBeNull();
        }

        var waits = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            waits.Add(circuit.Failed().ShouldNotBeNull());
            circuit.IsOpen.ShouldBeTrue();
            circuit.Failed().ShouldBeNull("what was in flight says nothing new");
            _time.Advance(waits[^1]);
            circuit.IsOpen.ShouldBeFalse();
            circuit.IsProbing.ShouldBeTrue();
        }

        waits[0].ShouldBeInRange(TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(1));
        waits[3].ShouldBeInRange(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8));
        waits[^1].ShouldBeInRange(_options.CircuitCap * 0.75, _options.CircuitCap);

        circuit.Answered().ShouldBeTrue();
        circuit.IsProbing.ShouldBeFalse();
        circuit.Answered().ShouldBeFalse();
    }

    [Fact]
    public void One_answer_among_failures_keeps_the_circuit_closed()
    {
        var circuit = new TransportCircuit(_options, _time);
        for (var i = 0; i < 100; i++)
        {
            circuit.Failed().ShouldBeNull();
            if (i % 5 == 4)
            {
                circuit.Answered();
            }
        }

        circuit.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void A_lease_is_measured_by_time_that_passed_and_not_by_the_calendar()
    {
        var batch = new ClaimedBatch(Guid.NewGuid(), _time, _time.GetTimestamp(), TimeSpan.FromSeconds(60));
        _time.SetUtcNow(_time.GetUtcNow().AddDays(1));
        batch.Holds(TimeSpan.FromSeconds(15)).ShouldBeTrue();

        _time.Advance(TimeSpan.FromSeconds(44));
        batch.Holds(TimeSpan.FromSeconds(15)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(2));
        batch.Holds(TimeSpan.FromSeconds(15)).ShouldBeFalse();
        batch.Holds(TimeSpan.Zero).ShouldBeTrue();

        batch.Renewed(_time.GetTimestamp());
        batch.Holds(TimeSpan.FromSeconds(15)).ShouldBeTrue();
    }

    [Fact]
    public async Task Signals_that_come_together_wake_once_and_none_is_lost()
    {
        var signal = new SignalInbox();
        var app = Guid.NewGuid();
        Parallel.For(0, 1_000, _ => signal.WorkArrived(app));

        await signal.WaitAsync(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);

        signal.TakeApps().ShouldBe([app]);
        signal.TakeApps().ShouldBeEmpty();
        var waiting = signal.WaitAsync(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromHours(1));
        await waiting;
    }

    [Theory]
    [InlineData(10, 60, true)]
    [InlineData(15, 60, false)]
    [InlineData(20, 60, false)]
    public void A_lease_must_outlast_a_call(int timeout, int lease, bool isFine)
    {
        var rule = new Microsoft.Extensions.DependencyInjection.LeaseOutlastsCall(Options.Create(new WeChatApiOptions { Timeout = TimeSpan.FromSeconds(timeout) }));

        var result = rule.Validate(null, new DispatchOptions { Lease = TimeSpan.FromSeconds(lease) });

        result.Succeeded.ShouldBe(isFine);
        if (!isFine)
        {
            result.FailureMessage!.ShouldContain("Dispatch:Lease");
        }
    }
}
