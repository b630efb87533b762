using System.Diagnostics;
using System.Globalization;
using Npgsql;
using WeChatNotifications.Reliability.Checking;
using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Reporting;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Reliability.Work;

namespace WeChatNotifications.Reliability;

/// <summary>Everything breaks while all kinds of work are asked for. Then all is mended, the queue runs empty, and the checker compares.</summary>
internal sealed class Storm(RunOptions options)
{
    public const string Ended = "ended by itself";
    public const string NeverEmpty = "the queue does not run empty";

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly FaultLog _faults = new();
    private readonly Ledger _ledger = new(options.Seed);

    /// <summary>Retries come soon, so that a run of minutes sees them all.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["WeChatNotifications:Api:Timeout"] = "00:00:01.5",
        ["WeChatNotifications:Api:ConnectTimeout"] = "00:00:01",
        ["WeChatNotifications:Dispatch:Lease"] = Lease.ToString("c", CultureInfo.InvariantCulture),
        ["WeChatNotifications:Dispatch:PollInterval"] = "00:00:00.5",
        ["WeChatNotifications:Dispatch:MaxAttempts"] = "100",
        ["WeChatNotifications:Dispatch:BackoffBase"] = "00:00:00.1",
        ["WeChatNotifications:Dispatch:BackoffCap"] = "00:00:02",
        ["WeChatNotifications:Dispatch:CircuitCap"] = "00:00:02",
        ["WeChatNotifications:Tokens:LocalFreshness"] = "00:00:01",
        ["WeChatNotifications:Tokens:FailureBackoff"] = "00:00:00.5",
        // Two machines of one name, as when an image is cloned.
        ["WeChatNotifications:Node:Name"] = "the-same-name",
        ["Logging:LogLevel:Default"] = "Warning",
    };

    public async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var cluster = await Cluster.StartAsync(new ClusterOptions(Lease, options.Work.NeedsBroker), cancellationToken);
        await World.SeedWeChatAsync(cluster.WeChat.Control, cancellationToken);
        await cluster.StartNodesAsync(options.Hosts, Settings.Concat(options.Work.Settings).ToDictionary(StringComparer.Ordinal), cancellationToken);
        var world = await World.SeedHostsAsync(cluster.Nodes[0], cancellationToken);
        await World.ConnectPushAsync(cluster, cancellationToken);
        var requests = await RequestQueue.OpenAsync(cluster, cancellationToken);
        Console.WriteLine($"  {options.Hosts} hosts, database{(requests is null ? "" : ", RabbitMQ")} and WeChat are up after {clock.Elapsed.TotalSeconds:0} s; faults for {options.Minutes:0.##} min");
        if (cluster.Database.Disk is null)
        {
            Console.WriteLine("  No disk of its own could be mounted for the database: it is not filled up in this run.");
        }

        await BreakAndAskAsync(cluster, world, requests, cancellationToken);
        await cluster.MendAsync();
        Console.WriteLine($"  {_time.GetUtcNow():HH:mm:ss} mended; {_faults.Total} faults were injected, {_ledger.Messages.Count} messages asked for");
        var own = new List<Violation>(_ledger.Refusals);
        if (!await UntilQuietAsync(cluster, requests, cancellationToken))
        {
            own.Add(new(NeverEmpty, $"after {Quiet.TotalSeconds:0} s without faults messages still wait"));
        }

        Console.WriteLine($"  {_time.GetUtcNow():HH:mm:ss} the queue is at rest");
        if (requests is not null)
        {
            own.AddRange((await requests.TakeDeadAsync(cancellationToken)).Select(d => new Violation(Workload.Refusal, d)));
        }

        var reader = new EvidenceReader(cluster, _ledger, _faults, _time);
        await reader.ReadJobsAsync(cancellationToken);
        var broadcasts = await reader.ReadBroadcastsAsync(cancellationToken);
        await cluster.StopNodesAsync();
        var evidence = await reader.ReadAsync(broadcasts, cancellationToken);
        var findings = Checker.Check(evidence);
        own.AddRange(cluster.Complaints.Select(c => new Violation(Ended, c)));
        return new RunResult("storm", options.Seed, clock.Elapsed, _ledger.Kinds, _faults.Counts, evidence.Messages.Count, evidence.Arrivals.Count,
            findings with { Violations = [.. own, .. findings.Violations] })
        {
            Outputs = [.. cluster.Nodes.Select(n => n.Output)],
        };
    }

    private async Task BreakAndAskAsync(Cluster cluster, World world, RequestQueue? requests, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(TimeSpan.FromMinutes(options.Minutes));
        var random = new Random(options.Seed);
        var (work, machines, wires, weChat) = (new Random(random.Next()), new Random(random.Next()), new Random(random.Next()), new Random(random.Next()));
        await Task.WhenAll(
            new Workload(cluster, world, requests, _ledger, options.Rate, _time).RunAsync(work, over.Token),
            new MachineFaults(cluster, _faults, machines, options.Faults, _time).RunAsync(over.Token),
            options.Wires ? new WireFaults(cluster, _faults, wires, _time).RunAsync(over.Token) : Task.CompletedTask,
            options.WeChat ? new WeChatFaults(cluster, _faults, weChat).RunAsync(over.Token) : Task.CompletedTask);
    }

    /// <summary>Waits until nothing is due or on its way and all broadcasts are over, and apps that WeChat paused are resumed as a person would.</summary>
    private async Task<bool> UntilQuietAsync(Cluster cluster, RequestQueue? requests, CancellationToken cancellationToken)
    {
        const string Open = """
            SELECT (SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" IN (0, 1)) + (SELECT count(*) FROM "WeChatBroadcasts" WHERE "Status" IN (1, 2, 3))
            """;
        for (var began = _time.GetTimestamp(); _time.GetElapsedTime(began) < Quiet;)
        {
            try
            {
                // Requests first: one that has left its queue stands in the log.
                if (await cluster.Database.ExecuteAsync(Open, cancellationToken) is 0L
                    && (requests is null || (await requests.IsEmptyAsync() && await cluster.Database.ExecuteAsync(Open, cancellationToken) is 0L)))
                {
                    // What was sent last is told and counted.
                    await Task.Delay(1_000, cancellationToken);
                    return true;
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                // It is still coming up.
            }

            await Task.Delay(300, cancellationToken);
        }

        return false;
    }
}
