using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Reliability.Wire;

namespace WeChatNotifications.Reliability.Faults;

/// <summary>Connections between a host and its database, WeChat or RabbitMQ, or another service and RabbitMQ, are cut, slowed, stopped up and half closed.</summary>
internal sealed class WireFaults(Cluster cluster, FaultLog log, Random random, TimeProvider time)
{
    private const string Broker = "RabbitMQ";

    /// <summary>Goes on until cancelled; what is broken then is mended first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var (wire, name) = AnyWire();
            await BreakAsync(wire, name, cancellationToken);
            await Pause.ForAsync(random.Next(100, 700), cancellationToken);
        }
    }

    private (TcpProxy Wire, string Name) AnyWire()
    {
        var node = cluster.Nodes[random.Next(cluster.Nodes.Count)];
        return random.Next(node.BrokerWire is null ? 2 : 3) switch
        {
            0 => (node.DatabaseWire, "database"),
            1 => (node.WeChatWire, "WeChat"),
            _ => (random.Next(4) == 0 ? cluster.RequestWire! : node.BrokerWire!, Broker),
        };
    }

    private async Task BreakAsync(TcpProxy wire, string name, CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow();
        switch (random.Next(6))
        {
            case 0:
                // Each connection that breaks is one fault; where there was none, nothing was broken.
                NoteSome(name, $"connections to {name} reset", from, wire.Cut());
                break;
            case 1 or 2:
                wire.CutAfter(random.Next(1, 20_000));
                await Pause.ForAsync(500, cancellationToken);
                NoteSome(name, $"connection to {name} cut in the middle of a message", from, wire.CutNoMore() ? 1 : 0);
                break;
            case 3:
                NoteSome(name, $"connections to {name} half closed", from, wire.HalfClose());
                break;
            case 4:
                wire.Delay(random.Next(20, 400));
                await Pause.ForAsync(random.Next(300, 2_000), cancellationToken);
                wire.Delay(0);
                NoteSome(name, $"wire to {name} slow", from, 1);
                break;
            default:
                wire.StopUp();
                await Pause.ForAsync(random.Next(300, 4_000), cancellationToken);
                wire.Cut();
                wire.Clear();
                NoteSome(name, $"wire to {name} stopped up, then cut", from, 1);
                break;
        }
    }

    private void NoteSome(string name, string kind, DateTimeOffset from, int connections)
    {
        if (connections > 0 && name == Broker)
        {
            // Tickets hold no work and no outcome: no double is explained by them.
            log.Count(kind);
        }
        else if (connections > 0)
        {
            log.Note(kind, from, time);
        }
    }
}
