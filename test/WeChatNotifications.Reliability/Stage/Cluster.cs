using System.Collections.Concurrent;
using System.Diagnostics;
using WeChatNotifications.Reliability.Wire;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Reliability.Stage;

/// <summary>Hosts, database, simulated WeChat and, where work comes by it, RabbitMQ, each a process of its own, and the wires between them.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentDictionary<HostNode, int> _takenDown = new();
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("wechat-reliability-keys-");
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpProxy _door;
    private Task _supervision = Task.CompletedTask;

    private Cluster(KillableDatabase database, RabbitMqServer? broker, SimulatorProcess weChat, TimeSpan lease)
    {
        (Database, Broker, WeChat, Lease) = (database, broker, weChat, lease);
        RequestWire = broker is null ? null : new TcpProxy(broker.Port);
        _door = new TcpProxy(() => (Nodes.Where(n => n.IsUp).OrderBy(_ => Random.Shared.Next()).FirstOrDefault() ?? Nodes[0]).Http.BaseAddress!.Port);
    }

    public KillableDatabase Database { get; }

    /// <summary>The RabbitMQ; null where hosts work without one.</summary>
    public RabbitMqServer? Broker { get; }

    /// <summary>Between RabbitMQ and the services that send by it; null where there is none.</summary>
    public TcpProxy? RequestWire { get; }

    public SimulatorProcess WeChat { get; }

    public IReadOnlyList<HostNode> Nodes { get; private set; } = [];

    /// <summary>What a load balancer is: leads to a host that is up.</summary>
    public TcpProxy Door => _door;

    /// <summary>How long hosts take leases of deliveries for.</summary>
    public TimeSpan Lease { get; }

    /// <summary>What went wrong that nobody had broken.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Starts database, RabbitMQ and WeChat; hosts come with <see cref="StartNodesAsync"/>.</summary>
    public static async Task<Cluster> StartAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        var disk = await SmallDisk.TryMountAsync(options.DiskMegabytes, cancellationToken);
        var database = await KillableDatabase.StartAsync(disk, cancellationToken);
        RabbitMqServer? broker = null;
        try
        {
            broker = options.HasBroker ? await RabbitMqServer.StartAsync(cancellationToken) : null;
            return new Cluster(database, broker, await SimulatorProcess.StartAsync(cancellationToken), options.Lease);
        }
        catch
        {
            await database.DisposeAsync();
            await (broker?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Starts hosts, the first by itself so that it makes the tables and the demonstration data.</summary>
    public async Task StartNodesAsync(int count, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var surroundings = new HostSurroundings(Database.ConnectionStringVia, Database.Port, Broker?.Port, WeChat.Port, _keys.FullName, settings);
        Nodes = [.. Enumerable.Range(1, count).Select(n => new HostNode(n, surroundings))];
        foreach (var node in Nodes)
        {
            if (!await node.StartAsync(cancellationToken))
            {
                throw new InvalidOperationException($"Host {node.Number} did not start.\n{node.Output}");
            }
        }

        _supervision = Task.WhenAll(Nodes.Select(SuperviseAsync));
    }

    /// <summary>A host that is up; waits for one. At random, so that work goes everywhere.</summary>
    public async Task<HostNode> AnyUpAsync(Random random, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (Nodes.Where(n => n.IsUp).ToList() is { Count: > 0 } up)
            {
                return up[random.Next(up.Count)];
            }

            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException("No host came up again.");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Does something that takes a host down, and starts it again.</summary>
    public async Task WhileDownAsync(HostNode node, Func<Task> takeDown)
    {
        _takenDown.AddOrUpdate(node, 1, static (_, n) => n + 1);
        try
        {
            await takeDown();
            await BringUpAsync(node);
        }
        finally
        {
            _takenDown.AddOrUpdate(node, 0, static (_, n) => n - 1);
        }
    }

    public async Task UntilDatabaseAnswersAsync()
    {
        var clock = Stopwatch.StartNew();
        while (!await Database.IsUpAsync(CancellationToken.None))
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException("The database did not come up again.");
            }

            await Task.Delay(100);
        }
    }

    public async Task ShiftClockAsync(HostNode node, TimeSpan by)
    {
        try
        {
            await node.ShiftClockAsync(by, CancellationToken.None);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // It went down at this moment; the next start has it.
        }
    }

    /// <summary>Mends everything: wires, clocks, hosts, database, RabbitMQ.</summary>
    public async Task MendAsync()
    {
        foreach (var node in Nodes)
        {
            node.Thaw();
            node.DatabaseWire.Clear();
            node.WeChatWire.Clear();
            node.BrokerWire?.Clear();
            await ShiftClockAsync(node, TimeSpan.Zero);
        }

        RequestWire?.Clear();
        await MendBrokerAsync();
        await Database.StartAgainAsync(CancellationToken.None);
        await UntilDatabaseAnswersAsync();
        foreach (var node in Nodes.Where(n => n.HasExited))
        {
            await BringUpAsync(node);
        }
    }

    /// <summary>RabbitMQ runs again, with everything that it had confirmed, and answers.</summary>
    public async Task MendBrokerAsync()
    {
        if (Broker is { IsRunning: true })
        {
            await Broker.ResumeAsync();
        }
        else if (Broker is not null)
        {
            await Broker.StartAgainAsync();
        }
    }

    /// <summary>Stops all hosts in good order.</summary>
    public async Task StopNodesAsync()
    {
        await _stop.CancelAsync();
        await _supervision;
        await Task.WhenAll(Nodes.Select(async node =>
        {
            if (await node.StopAsync() is not 0 and var code)
            {
                Complain(code is null ? $"host {node.Number} did not stop within 90 s of SIGTERM" : $"host {node.Number} ended with exit code {code}\n{Tail(node)}");
            }
        }));
    }

    public void Complain(string text) => _complaints.Enqueue(text);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _supervision;
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await _door.DisposeAsync();
        await WeChat.DisposeAsync();
        await (RequestWire?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Database.DisposeAsync();
        _keys.Delete(recursive: true);
        _stop.Dispose();
    }

    /// <summary>Does a service manager's work. A host that ends while its database was there all the time is worth a complaint.</summary>
    private async Task SuperviseAsync(HostNode node)
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(200, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested || !node.HasExited || _takenDown.GetValueOrDefault(node) > 0)
            {
                continue;
            }

            Complain($"host {node.Number} ended by itself with exit code {node.ExitCode}\n{Tail(node)}");
            await BringUpAsync(node);
        }
    }

    private async Task BringUpAsync(HostNode node)
    {
        for (var tries = 1; !await node.StartAsync(CancellationToken.None); tries++)
        {
            // Starting needs the database; a start that meets a fault ends, and the next one finds it mended.
            if (tries >= 10)
            {
                Complain($"host {node.Number} did not start in {tries} tries\n{Tail(node)}");
                return;
            }

            await node.KillAsync();
            await Task.Delay(1_000);
        }
    }

    private static string Tail(HostNode node) => string.Join('\n', node.Output.Split('\n').TakeLast(40));
}

/// <param name="Lease">How long hosts take leases of deliveries for.</param>
/// <param name="HasBroker">Whether there is a RabbitMQ.</param>
/// <param name="DiskMegabytes">Size of the database's disk.</param>
internal sealed record ClusterOptions(TimeSpan Lease, bool HasBroker = false, int DiskMegabytes = 768);
