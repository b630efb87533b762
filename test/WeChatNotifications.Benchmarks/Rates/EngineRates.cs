using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Reporting;
using WeChatNotifications.Benchmarks.Stage;

namespace WeChatNotifications.Benchmarks.Rates;

/// <summary>How many rows a second the single steps take: into the queue by each of its doors, out of it by claims, and their outcomes back.</summary>
internal sealed class EngineRates(SuiteOptions options, TextWriter output)
{
    public const string Verb = "rates";

    private const double WantedBulk = 50_000;

    private static readonly Step[] Bulk =
    [
        new("queued by the port, 5,000 a call, 1 at once", JobKind.EnqueueRows, PerCall: 5_000, AtOnce: 1, Rows: 300_000),
        new("queued by the port, 5,000 a call, 2 at once", JobKind.EnqueueRows, PerCall: 5_000, AtOnce: 2, Rows: 300_000),
    ];

    private static readonly Step[] Others =
    [
        new("queued by SendAsync, 1,000 a call, 2 at once", JobKind.EnqueueNotifications, PerCall: 1_000, AtOnce: 2, Rows: 150_000),
        new("queued by SendAsync, one a call, 32 at once", JobKind.EnqueueNotifications, PerCall: 1, AtOnce: 32, Rows: 10_000),
        new("claimed, 1,000 a claim, 1 at once", JobKind.Claim, PerCall: 1_000, AtOnce: 1, Rows: 150_000),
        new("claimed, 1,000 a claim, 4 at once", JobKind.Claim, PerCall: 1_000, AtOnce: 4, Rows: 150_000),
        new("recorded, 500 a batch, 1 at once", JobKind.Record, PerCall: 500, AtOnce: 1, Rows: 100_000),
        new("recorded, 500 a batch, 4 at once", JobKind.Record, PerCall: 500, AtOnce: 4, Rows: 100_000),
    ];

    private readonly List<(Step Step, JobResult Result, int Rows)> _results = [];

    public IReadOnlyList<Mark> Marks
    {
        get
        {
            var best = _results.Where(r => r.Step.Kind == JobKind.EnqueueRows).GroupBy(r => r.Step).Select(RateOf).DefaultIfEmpty().Max();
            return best == 0 ? [] : [new("at least 50,000 rows/s into the queue in bulk", $"{best:N0}/s", best >= WantedBulk)];
        }
    }

    /// <param name="onlyMarks">Leaves out what no mark asks for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True: a process that loses or doubles a row ends in an error.</returns>
    public async Task<bool> RunAsync(bool onlyMarks, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        var stage = new MeasurementStage(database, simulator, options, output);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var step in onlyMarks ? Bulk : [.. Bulk, .. Others])
            {
                await MeasureAsync(stage, step, cancellationToken);
            }
        }

        output.PrintTable(
            ["step", "rows/s", "µs CPU of the process/row", "µs database", "bytes allocated/row"],
            _results.GroupBy(r => r.Step).Select(rounds => (string[])
            [
                rounds.Key.Name, $"{RateOf(rounds):N0}", Median(rounds, u => u.WorkerMicroseconds), Median(rounds, u => u.DatabaseMicroseconds), Median(rounds, u => u.AllocatedBytes),
            ]));
        output.PrintMarks(Marks);
        return true;
    }

    private async Task MeasureAsync(MeasurementStage stage, Step step, CancellationToken cancellationToken)
    {
        var rows = options.IsQuick ? Math.Min(step.Rows, 2_000) : step.Rows;
        var job = (await stage.NewJobAsync(step.Kind, delayMs: 0, rows, cancellationToken)) with { PerCall = step.PerCall, Producers = step.AtOnce };
        var result = await JobProcess.RunAsync(job, program: null, cancellationToken);
        _results.Add((step, result, rows));
        await output.WriteLineAsync($"{step.Name,-46} {rows,9:N0} rows in {result.Seconds,7:N2} s: {rows / result.Seconds,8:N0}/s");
    }

    private static double RateOf(IEnumerable<(Step Step, JobResult Result, int Rows)> rounds) => Percentiles.Median(rounds.Select(r => r.Rows / r.Result.Seconds));

    private static string Median(IEnumerable<(Step Step, JobResult Result, int Rows)> rounds, Func<Usage, double?> figure)
    {
        var values = rounds.Select(r => figure(r.Result.Usage!)).OfType<double>().ToList();
        return values.Count == 0 ? "" : $"{Percentiles.Median(values):N1}";
    }

    private sealed record Step(string Name, JobKind Kind, int PerCall, int AtOnce, int Rows);
}
