using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability.Pressure;

/// <summary>WeChat cannot be reached for three hours: all clocks are put forward ten minutes at a time. Then it is there again.</summary>
internal sealed class Outage(RunOptions options) : PressureScenario(options)
{
    public const string Hammering = "a dead WeChat is hammered";

    /// <summary>Connections a second that a host may ask of a WeChat that refuses them: probes, not messages.</summary>
    private const double ProbesPerSecond = 20;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Away = TimeSpan.FromHours(3);

    protected override string Name => "outage";

    protected override int Messages => 5_000;

    protected override TimeSpan? UrgentWithin => null;

    protected override async Task<(double Began, double Recovered)> PressAsync(Cluster cluster, Gauge gauge, CancellationToken cancellationToken)
    {
        foreach (var node in cluster.Nodes)
        {
            node.WeChatWire.Refuse();
            node.WeChatWire.Cut();
        }

        Faults.Count("WeChat out of reach");
        var began = gauge.Now;
        await FeedAsync(cluster, Messages, cancellationToken);
        // The first to meet the outage are all that were in flight.
        await Task.Delay(3_000, cancellationToken);
        var (asked, since) = (cluster.Nodes.Sum(n => n.WeChatWire.Asked), gauge.Now);
        while (Shift < Away)
        {
            await Task.Delay(2_000, cancellationToken);
            Shift += Step;
            await cluster.WeChat.Control.AdvanceClockAsync(Step, cancellationToken);
            await Task.WhenAll(cluster.Nodes.Select(n => n.ShiftClockAsync(Shift, cancellationToken)));
        }

        var perSecond = (cluster.Nodes.Sum(n => n.WeChatWire.Asked) - asked) / (gauge.Now - since) / cluster.Nodes.Count;
        Figure("connections a second that a host asked of the dead WeChat", perSecond);
        if (perSecond > ProbesPerSecond)
        {
            Ledger.Refused(Hammering, $"{perSecond:0} connections a second and host");
        }

        foreach (var node in cluster.Nodes)
        {
            node.WeChatWire.Clear();
        }

        return (began, gauge.Now);
    }
}
