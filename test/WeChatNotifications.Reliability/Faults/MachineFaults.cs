using WeChatNotifications.Reliability.Checking;
using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability.Faults;

/// <summary>Machines, RabbitMQ's too, die, freeze, restart, run out of disk and lose the time. One at a time, as it is with machines; wires and WeChat break meanwhile.</summary>
internal sealed class MachineFaults(Cluster cluster, FaultLog log, Random random, IReadOnlyList<string> chosen, TimeProvider time)
{
    public const string KillHost = "host killed (-9)";
    public const string FreezeHost = "host frozen beyond its leases (SIGSTOP)";
    public const string RestartHost = "host restarted in good order (SIGTERM)";
    public const string KillDatabase = "PostgreSQL killed (-9) and restarted";
    public const string KillBackend = "PostgreSQL backend killed (-9): crash recovery";
    public const string TerminateBackends = "database sessions terminated";
    public const string FullDisk = "disk of the database full";
    public const string Clock = TimeRules.ClockFault + " of a host set wrong";

    public const string KillBroker = "RabbitMQ killed (-9) and restarted";
    public const string FreezeBroker = "RabbitMQ frozen (SIGSTOP)";

    public const string FarClock = TimeRules.ClockFault + " of a host hours ahead until it is killed (-9)";

    /// <summary>How the command line calls them.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kill-host"] = KillHost,
        ["freeze-host"] = FreezeHost,
        ["restart-host"] = RestartHost,
        ["kill-database"] = KillDatabase,
        ["kill-backend"] = KillBackend,
        ["end-sessions"] = TerminateBackends,
        ["full-disk"] = FullDisk,
        ["clock"] = Clock,
        ["kill-broker"] = KillBroker,
        ["freeze-broker"] = FreezeBroker,
        ["clock-far"] = FarClock,
    };

    private IReadOnlyList<(string Kind, int Weight, Func<CancellationToken, Task> Do)> All =>
    [
        (KillHost, 5, KillHostAsync),
        (FreezeHost, 2, FreezeHostAsync),
        (RestartHost, 2, RestartHostAsync),
        (KillDatabase, 2, KillDatabaseAsync),
        (KillBackend, 2, KillBackendAsync),
        (TerminateBackends, 3, TerminateBackendsAsync),
        (FullDisk, cluster.Database.Disk is null ? 0 : 1, FillDiskAsync),
        (Clock, 2, SetClockWrongAsync),
        (KillBroker, cluster.Broker is null ? 0 : 3, KillBrokerAsync),
        (FreezeBroker, cluster.Broker is null ? 0 : 3, FreezeBrokerAsync),
        (FarClock, 1, SetClockFarAheadAsync),
    ];

    /// <summary>Goes on until cancelled; what is broken then is mended first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var able = All.Where(f => f.Weight > 0 && chosen.Contains(f.Kind, StringComparer.Ordinal)).ToList();
        // Each kind once in a random order, so that a short run has them all, RabbitMQ's early; afterwards by weight.
        var first = new Queue<(string Kind, int Weight, Func<CancellationToken, Task> Do)>(able.OrderBy(f => random.Next() / (f.Kind is KillBroker or FreezeBroker ? 4 : 1)));
        while (able.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(random.Next(500, 3_000), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            var next = first.TryDequeue(out var each) ? each : Weighted(able);
            Console.WriteLine($"  {time.GetUtcNow():HH:mm:ss} {next.Kind}");
            await next.Do(cancellationToken);
        }
    }

    private (string Kind, int Weight, Func<CancellationToken, Task> Do) Weighted(List<(string Kind, int Weight, Func<CancellationToken, Task> Do)> able)
    {
        var at = random.Next(able.Sum(f => f.Weight));
        return able.First(f => (at -= f.Weight) < 0);
    }

    private HostNode AnyNode() => cluster.Nodes[random.Next(cluster.Nodes.Count)];

    private async Task KillHostAsync(CancellationToken cancellationToken)
    {
        var (node, from) = (AnyNode(), time.GetUtcNow());
        await cluster.WhileDownAsync(node, async () =>
        {
            await node.KillAsync();
            log.Note(KillHost, from, time);
            await PauseAsync(0, 3_000, cancellationToken);
        });
    }

    private async Task FreezeHostAsync(CancellationToken cancellationToken)
    {
        var (node, from) = (AnyNode(), time.GetUtcNow());
        node.Freeze();
        await PauseAsync((int)cluster.Lease.TotalMilliseconds + 1_000, (int)cluster.Lease.TotalMilliseconds + 5_000, cancellationToken);
        node.Thaw();
        // It takes a moment to see what has become of what it held.
        await Task.Delay(500, CancellationToken.None);
        log.Note(FreezeHost, from, time);
    }

    private async Task RestartHostAsync(CancellationToken cancellationToken)
    {
        var (node, from) = (AnyNode(), time.GetUtcNow());
        await cluster.WhileDownAsync(node, async () =>
        {
            if (await node.StopAsync() is null)
            {
                cluster.Complain($"host {node.Number} did not stop within 90 s of SIGTERM");
                await node.KillAsync();
            }

            log.Note(RestartHost, from, time);
        });
    }

    private async Task KillDatabaseAsync(CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow();
        await cluster.Database.KillAndStartAsync(TimeSpan.FromMilliseconds(random.Next(0, 5_000)), CancellationToken.None);
        log.Note(KillDatabase, from, time);
    }

    private async Task KillBackendAsync(CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow();
        var found = await cluster.Database.ExecuteAsync(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC, random() LIMIT 1", cancellationToken);
        if (found is int processId)
        {
            Signals.KillHard(processId);
            await cluster.UntilDatabaseAnswersAsync();
            log.Note(KillBackend, from, time);
        }
    }

    private async Task TerminateBackendsAsync(CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow();
        var ended = await cluster.Database.ExecuteAsync(
            "SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND random() < 0.5", cancellationToken);
        log.Note(TerminateBackends, from, time, Math.Max(1, (int)ended!));
    }

    private async Task FillDiskAsync(CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow();
        await cluster.Database.Disk!.FillAsync(CancellationToken.None);
        await PauseAsync(2_000, 6_000, cancellationToken);
        cluster.Database.Disk.Clear();
        // With its log full PostgreSQL ends; otherwise this joins the one that runs.
        await cluster.Database.StartAgainAsync(CancellationToken.None);
        await cluster.UntilDatabaseAnswersAsync();
        log.Note(FullDisk, from, time);
    }

    private async Task SetClockWrongAsync(CancellationToken cancellationToken)
    {
        var (node, from) = (AnyNode(), time.GetUtcNow());
        var by = TimeSpan.FromSeconds(random.Next(2) == 0 ? random.Next(2, 60) : -random.Next(2, 60));
        await cluster.ShiftClockAsync(node, by);
        await PauseAsync(1_000, 4_000, cancellationToken);
        await cluster.ShiftClockAsync(node, TimeSpan.Zero);
        // Until the last lease that it has taken by the wrong clock is over.
        log.Note(Clock, from, time);
    }

    /// <summary>What it has leased until hours from now it cannot give back any more.</summary>
    private async Task SetClockFarAheadAsync(CancellationToken cancellationToken)
    {
        var (node, from) = (AnyNode(), time.GetUtcNow());
        await cluster.ShiftClockAsync(node, TimeSpan.FromHours(2));
        await PauseAsync(1_000, 3_000, cancellationToken);
        await cluster.WhileDownAsync(node, async () =>
        {
            await node.KillAsync();
            await cluster.ShiftClockAsync(node, TimeSpan.Zero);
            log.Note(FarClock, from, time);
        });
    }

    /// <summary>What it had confirmed has to be there again. It holds no outcome, so that no double is explained by it.</summary>
    private async Task KillBrokerAsync(CancellationToken cancellationToken)
    {
        await cluster.Broker!.KillAsync();
        log.Count(KillBroker);
        await PauseAsync(0, 4_000, cancellationToken);
        await cluster.Broker.StartAgainAsync(CancellationToken.None);
    }

    /// <summary>Sometimes shorter than hosts wait for its answer, mostly longer.</summary>
    private async Task FreezeBrokerAsync(CancellationToken cancellationToken)
    {
        await cluster.Broker!.SuspendAsync();
        log.Count(FreezeBroker);
        await PauseAsync(1_000, 8_000, cancellationToken);
        await cluster.Broker.ResumeAsync();
    }

    private Task PauseAsync(int fromMs, int toMs, CancellationToken cancellationToken) => Pause.ForAsync(random.Next(fromMs, toMs), cancellationToken);
}
