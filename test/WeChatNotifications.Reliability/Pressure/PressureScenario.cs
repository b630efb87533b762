using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using WeChatNotifications.Reliability.Checking;
using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Reporting;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Reliability.Work;

namespace WeChatNotifications.Reliability.Pressure;

/// <summary>
/// More work than can be done: many bulk messages wait, and now and then one that is urgent. Memory must stay flat, pages must answer, urgent
/// ones must not wait behind the others, and afterwards everything arrives once.
/// </summary>
internal abstract class PressureScenario(RunOptions options)
{
    public const string Memory = "memory grows";
    public const string Pages = "pages do not answer";
    public const string Herd = "a herd after recovery";
    public const string UrgentWaits = "urgent messages wait";

    /// <summary>Messages of the app in flight at once on a host.</summary>
    protected const int Concurrency = 64;

    private const int Hosts = 2;
    private const int PerCall = 100;

    /// <summary>The garbage collector's own ups and downs.</summary>
    private const int MemoryAllowance = 200;

    private static readonly TimeSpan SlowestPage = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _urgent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly List<Violation> _violations = [];

    protected Ledger Ledger { get; } = new(options.Seed);

    protected FaultLog Faults { get; } = new();

    protected abstract string Name { get; }

    /// <summary>How many bulk messages are asked for.</summary>
    protected abstract int Messages { get; }

    /// <summary>How long urgent messages may take at the 95th percentile while the pressure lasts; null where none can get through.</summary>
    protected abstract TimeSpan? UrgentWithin { get; }

    /// <summary>By how much the hosts' clocks were put forward.</summary>
    protected TimeSpan Shift { get; set; }

    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["WeChatNotifications:Dispatch:ConcurrencyPerApp"] = $"{Concurrency}",
        ["Logging:LogLevel:Default"] = "Warning",
    };

    public async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var cluster = await Cluster.StartAsync(new ClusterOptions(TimeSpan.FromSeconds(60)), cancellationToken);
        await World.SeedWeChatAsync(cluster.WeChat.Control, cancellationToken);
        await cluster.StartNodesAsync(Hosts, Settings, cancellationToken);
        await World.SeedHostsAsync(cluster.Nodes[0], cancellationToken);
        // Compiled code and full pools, so that memory can be compared.
        await FeedAsync(cluster, 2_000, cancellationToken);
        await UntilDoneAsync(cluster, cancellationToken);
        using var visitor = new PageVisitor(cluster.Nodes[1].Http.BaseAddress!);
        await visitor.LogInAsync(cancellationToken);

        using var stop = new CancellationTokenSource();
        var gauge = new Gauge(cluster);
        var watching = Task.WhenAll(gauge.ReadAsync(stop.Token), visitor.VisitAsync(stop.Token));
        await Task.Delay(2_000, cancellationToken);
        var before = gauge.MostMemory(0, gauge.Now);
        var (began, recovered) = await PressAsync(cluster, gauge, cancellationToken);
        await UntilDoneAsync(cluster, cancellationToken);
        var ended = gauge.Now;
        await stop.CancelAsync();
        await watching;

        await JudgeAsync(cluster, gauge, visitor, (before, began, recovered, ended), cancellationToken);
        var reader = new EvidenceReader(cluster, Ledger, Faults, TimeProvider.System);
        await reader.ReadJobsAsync(cancellationToken);
        await cluster.StopNodesAsync();
        var evidence = await reader.ReadAsync([], cancellationToken) with { Now = DateTimeOffset.UtcNow + Shift };
        var findings = Checker.Check(evidence);
        JudgeUrgent(evidence);
        return new RunResult(Name, options.Seed, clock.Elapsed, Ledger.Kinds, Faults.Counts, evidence.Messages.Count, evidence.Arrivals.Count,
            findings with { Violations = [.. Ledger.Refusals, .. _violations, .. cluster.Complaints.Select(c => new Violation(Storm.Ended, c)), .. findings.Violations] })
        {
            Figures = _figures,
            Outputs = [.. cluster.Nodes.Select(n => n.Output)],
        };
    }

    /// <summary>Makes it hard, asks for the work, and makes it easy again.</summary>
    /// <returns>When it became hard, and when easy again, by the gauge.</returns>
    protected abstract Task<(double Began, double Recovered)> PressAsync(Cluster cluster, Gauge gauge, CancellationToken cancellationToken);

    protected void Figure(string name, double value) => _figures[name] = value;

    /// <summary>Asks for bulk messages, as fast as the hosts take them.</summary>
    protected Task FeedAsync(Cluster cluster, int messages, CancellationToken cancellationToken)
    {
        var left = messages / PerCall;
        return Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var marker = Ledger.NextMarker();
                var openIds = Enumerable.Range(Interlocked.Add(ref _nextUser, PerCall) % 10_000, PerCall).Select(World.User).ToList();
                var body = new { template = World.PaidTemplate, to = openIds, data = World.Data(World.PaidTemplate, marker), priority = "bulk" };
                await Api.CallAsync(cluster.Nodes[worker % Hosts], HttpMethod.Post, "notifications", JsonContent.Create(body), cancellationToken);
                Ledger.Count("bulk messages by the hundred");
                openIds.ForEach(o => Ledger.Note(new AskedMessage { Marker = marker, OpenId = o, Kind = "bulk" }));
            }
        }));
    }

    private int _nextUser;

    /// <summary>Asks for one urgent message after the other until told to stop.</summary>
    protected async Task FeedUrgentAsync(Cluster cluster, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var marker = Ledger.NextMarker();
            // Nobody else is written to there: WeChat takes one message at a time for each user.
            var openId = World.User(15_000 + (_urgent.Count % 1_000));
            _urgent[marker] = DateTimeOffset.UtcNow + Shift;
            await Api.CallAsync(
                cluster.Nodes[0], HttpMethod.Post, "notifications",
                JsonContent.Create(new { template = World.PaidTemplate, to = openId, data = World.Data(World.PaidTemplate, marker), priority = "transactional", dedupKey = marker }), CancellationToken.None);
            Ledger.Count("urgent messages");
            Ledger.Note(new AskedMessage { Marker = marker, OpenId = openId, Kind = "urgent" });
            await Pause.ForAsync(250, stop);
        }
    }

    private async Task UntilDoneAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience;)
        {
            if (await cluster.Database.ExecuteAsync("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" IN (0, 1)""", cancellationToken) is 0L)
            {
                return;
            }

            await Task.Delay(250, cancellationToken);
        }

        _violations.Add(new(Storm.NeverEmpty, $"after {Patience.TotalSeconds:0} s messages still wait"));
    }

    private async Task JudgeAsync(
        Cluster cluster, Gauge gauge, PageVisitor visitor, (int Before, double Began, double Recovered, double Ended) at, CancellationToken cancellationToken)
    {
        var most = gauge.MostMemory(at.Began, at.Recovered);
        Figure("memory of a host before, MiB", at.Before);
        Figure("most memory of a host under pressure, MiB", most);
        Figure("most memory of a host while it catches up, MiB", gauge.MostMemory(at.Recovered, at.Ended));
        if (most > at.Before + MemoryAllowance)
        {
            _violations.Add(new(Memory, $"{at.Before} MiB before, {most} MiB under pressure"));
        }

        var pages = visitor.Milliseconds.Order().ToList();
        Figure("pages visited", pages.Count);
        Figure("pages, p50 ms", At(pages, 0.5));
        Figure("pages, p99 ms", At(pages, 0.99));
        if (At(pages, 0.99) > SlowestPage.TotalMilliseconds || visitor.Failures.Count > 0)
        {
            _violations.Add(new(Pages, $"p99 {At(pages, 0.99):0} ms of {pages.Count}; {string.Join(", ", visitor.Failures.Take(5))}"));
        }

        var report = await cluster.WeChat.Control.ReportAsync(cancellationToken);
        Figure("seconds under pressure", at.Recovered - at.Began);
        Figure("seconds to catch up", at.Ended - at.Recovered);
        Figure("most messages a second while catching up", gauge.FastestAfter(at.Recovered));
        Figure("most sends open at once", report.MaxConcurrentSends);
        if (report.MaxConcurrentSends > Hosts * Concurrency)
        {
            _violations.Add(new(Herd, $"{report.MaxConcurrentSends} sends were open at once; {Hosts} hosts may have {Concurrency} each"));
        }
    }

    private void JudgeUrgent(Evidence evidence)
    {
        var arrived = evidence.Arrivals.GroupBy(a => a.Marker, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(a => a.At), StringComparer.Ordinal);
        var waits = _urgent.Where(u => arrived.ContainsKey(u.Key)).Select(u => (arrived[u.Key] - u.Value).TotalMilliseconds).Order().ToList();
        Figure("urgent messages, p50 ms", At(waits, 0.5));
        Figure("urgent messages, p95 ms", At(waits, 0.95));
        if (UrgentWithin is { } within && At(waits, 0.95) > within.TotalMilliseconds)
        {
            _violations.Add(new(UrgentWaits, $"p95 {At(waits, 0.95):0} ms behind {Messages} bulk messages"));
        }
    }

    private static double At(List<double> sorted, double part) => sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))], 1);
}
