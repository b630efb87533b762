using System.Diagnostics;
using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability.Pressure;

/// <summary>Reads twice a second how much memory the hosts have in their hands and how many messages WeChat has taken.</summary>
internal sealed class Gauge(Cluster cluster)
{
    private readonly List<(double Second, int Memory, long Accepted)> _readings = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Seconds since it was made.</summary>
    public double Now => _clock.Elapsed.TotalSeconds;

    public async Task ReadAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var report = await cluster.WeChat.Control.ReportAsync(CancellationToken.None);
            lock (_readings)
            {
                _readings.Add((Now, cluster.Nodes.Max(n => n.Memory), report.Accepted));
            }

            await Faults.Pause.ForAsync(500, stop);
        }
    }

    /// <summary>Most memory of any host between two moments, in MiB.</summary>
    public int MostMemory(double from, double to)
    {
        lock (_readings)
        {
            return _readings.Where(r => r.Second >= from && r.Second <= to).Select(r => r.Memory).DefaultIfEmpty().Max();
        }
    }

    /// <summary>Most messages a second that WeChat took between two readings after a moment.</summary>
    public double FastestAfter(double from)
    {
        lock (_readings)
        {
            return _readings.Where(r => r.Second >= from).Zip(_readings.Where(r => r.Second >= from).Skip(1), (a, b) => (b.Accepted - a.Accepted) / (b.Second - a.Second)).DefaultIfEmpty().Max();
        }
    }
}
