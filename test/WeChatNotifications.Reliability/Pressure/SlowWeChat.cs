using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability.Pressure;

/// <summary>WeChat takes five seconds for every answer, and then none again.</summary>
internal sealed class SlowWeChat(RunOptions options) : PressureScenario(options)
{
    private const int Delay = 5_000;

    protected override string Name => "slow";

    protected override int Messages => 10_000;

    /// <summary>Every place in flight is taken by a message that takes five seconds; an urgent one gets the next that is free.</summary>
    protected override TimeSpan? UrgentWithin => TimeSpan.FromSeconds(8);

    protected override async Task<(double Began, double Recovered)> PressAsync(Cluster cluster, Gauge gauge, CancellationToken cancellationToken)
    {
        await cluster.WeChat.Control.SetLatencyAsync(new() { FixedMs = Delay }, cancellationToken);
        var began = gauge.Now;
        await FeedAsync(cluster, Messages, cancellationToken);
        using var stop = new CancellationTokenSource();
        var urgent = FeedUrgentAsync(cluster, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(20), cancellationToken);
        await stop.CancelAsync();
        await urgent;
        await cluster.WeChat.Control.ClearLatencyAsync(cancellationToken);
        return (began, gauge.Now);
    }
}
