using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Reliability.Wire;

namespace WeChatNotifications.Reliability.Faults;

/// <summary>Connections between a host and its database, or a host and WeChat, are cut, slowed, stopped up and half closed.</summary>
internal sealed class WireFaults(Cluster cluster, FaultLog log, Random random, TimeProvider time)
{
    /// <summary>Goes on until cancelled; what is broken then is mended first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var node = cluster.Nodes[random.Next(cluster.Nodes.Count)];
            var (wire, name) = random.Next(2) == 0 ? (node.DatabaseWire, "database") : (node.WeChatWire, "WeChat");
            await BreakAsync(wire, name, cancellationToken);
            await Pause.ForAsync(random.Next(100, 700), cancellationToken);
        }
    }

    private async Task BreakAsync(TcpProxy wire, string name, CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow();
        switch (random.Next(6))
        {
            case 0:
                // Each connection that breaks is one fault; where there was none, nothing was broken.
                NoteSome($"connections to {name} reset", from, wire.Cut());
                break;
            case 1 or 2:
                wire.CutAfter(random.Next(1, 20_000));
                await Pause.ForAsync(500, cancellationToken);
                NoteSome($"connection to {name} cut in the middle of a message", from, wire.CutNoMore() ? 1 : 0);
                break;
            case 3:
                NoteSome($"connections to {name} half closed", from, wire.HalfClose());
                break;
            case 4:
                wire.Delay(random.Next(20, 400));
                await Pause.ForAsync(random.Next(300, 2_000), cancellationToken);
                wire.Delay(0);
                log.Note($"wire to {name} slow", from, time);
                break;
            default:
                wire.StopUp();
                await Pause.ForAsync(random.Next(300, 4_000), cancellationToken);
                wire.Cut();
                wire.Clear();
                log.Note($"wire to {name} stopped up, then cut", from, time);
                break;
        }
    }

    private void NoteSome(string kind, DateTimeOffset from, int connections)
    {
        if (connections > 0)
        {
            log.Note(kind, from, time);
        }
    }
}
