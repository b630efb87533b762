using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Reporting;
using WeChatNotifications.Benchmarks.Stage;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Benchmarks;

/// <summary>Makes all measurements of a run, one after the other.</summary>
internal sealed class Suite(SuiteOptions options, TextWriter output)
{
    private const int FirstSends = 1_000;

    private readonly List<Measurement> _measurements = [];

    /// <summary>The marks of the last run.</summary>
    public IReadOnlyList<Mark> Marks { get; private set; } = [];

    /// <returns>Whether every message arrived exactly once. A missed mark is printed, but is no failure: it depends on the machine.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var (start, load) = (TimeProvider.System.GetUtcNow(), BenchmarkReport.CurrentLoad());
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        await output.WriteLineAsync($"PostgreSQL {database.Version} (fsync {database.Settings["fsync"]}, synchronous_commit {database.Settings["synchronous_commit"]}), simulated WeChat at {simulator.Address}");
        var stage = new MeasurementStage(database, simulator, options, output);
        foreach (var delay in options.DelaysMs)
        {
            await MeasureThroughputAsync(stage, delay, cancellationToken);
        }

        if (options.Includes("idle"))
        {
            _measurements.Add(await stage.RunAsync(
                BenchmarkReport.Idle, JobKind.Idle, delayMs: 0, options.IdleMessages, job => job with { WarmUp = Math.Min(job.WarmUp, 500) }, cancellationToken, keepMessages: true));
        }

        if (options.Includes("tokens"))
        {
            // The token takes its time, and all of the thousand want it meanwhile.
            _measurements.Add(await stage.RunAsync(
                BenchmarkReport.FirstSends, JobKind.FirstSends, delayMs: 200, FirstSends, job => job with { WarmUp = 0, Concurrency = FirstSends }, cancellationToken));
        }

        var report = new BenchmarkReport
        {
            At = start,
            Options = options,
            Database = new Dictionary<string, string>(database.Settings, StringComparer.Ordinal) { ["PostgreSQL"] = database.Version },
            Measurements = _measurements,
            Load = [load, BenchmarkReport.CurrentLoad()],
        };
        Marks = report.Marks;
        new ConsoleTables(report, output).Print();
        await output.WriteLineAsync($"Written to {await report.WriteAsync(options.Output, cancellationToken)}");
        return !_measurements.SelectMany(m => m.Faults).Any();
    }

    private async Task MeasureThroughputAsync(MeasurementStage stage, int delay, CancellationToken cancellationToken)
    {
        await MeasureSlowPeersAsync(stage, delay, cancellationToken);

        // In turns, so that a disturbance of the machine meets all of them alike.
        for (var round = 0; round < options.Rounds; round++)
        {
            if (options.Includes("bare"))
            {
                _measurements.Add(await stage.RunAsync(BenchmarkReport.Bare, JobKind.Bare, delay, options.MessagesFor(delay), job => job, cancellationToken));
            }

            if (options.Includes("batches"))
            {
                _measurements.Add(await stage.RunAsync(
                    BenchmarkReport.Batches, JobKind.Stream, delay, options.MessagesFor(delay), job => job with { PerCall = 500, Producers = 2 }, cancellationToken));
            }

            if (options.Includes("singles"))
            {
                _measurements.Add(await stage.RunAsync(
                    BenchmarkReport.Singles, JobKind.Stream, delay, options.MessagesFor(delay, share: 0.4), job => job with { PerCall = 1, Producers = 32 }, cancellationToken));
            }

            if (options.Includes("backlog"))
            {
                _measurements.Add(await stage.RunAsync(
                    BenchmarkReport.Backlog, JobKind.Backlog, delay, options.MessagesFor(delay), job => job with { PerCall = 1_000, Producers = 2 }, cancellationToken));
            }
        }
    }

    /// <summary>Once each: they wait more than they work, and so vary little.</summary>
    private async Task MeasureSlowPeersAsync(MeasurementStage stage, int delay, CancellationToken cancellationToken)
    {
        if (options.Includes("sequential"))
        {
            _measurements.Add(await stage.RunAsync(
                BenchmarkReport.Sequential, JobKind.Sequential, delay, options.OneByOneFor(delay), job => job with { WarmUp = 20 }, cancellationToken));
        }

        if (!options.Includes("abp"))
        {
            return;
        }

        if (AbpWorkerProgram.Find(options.Abp) is not { } program)
        {
            await output.WriteLineAsync($"{delay,3} ms  {BenchmarkReport.AbpWorker} is left out, since its program is not built: {AbpWorkerProgram.HowToBuild}");
            return;
        }

        _measurements.Add(await stage.RunAsync(
            BenchmarkReport.AbpWorker, JobKind.AbpWorker, delay, options.AbpJobsFor(delay), job => job with { WarmUp = 40 }, cancellationToken, program: program));
    }
}
