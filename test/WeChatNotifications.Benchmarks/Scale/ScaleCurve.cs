using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Reporting;
using WeChatNotifications.Benchmarks.Stage;

namespace WeChatNotifications.Benchmarks.Scale;

/// <summary>Whether sending becomes slower when the table grows: the same work in tables of 1,000 to 1,000,000 rows, that wait or are finished.</summary>
internal sealed class ScaleCurve(SuiteOptions options, TextWriter output)
{
    public const string Verb = "scale";

    /// <summary>Numbers of one round; another round's are not among them.</summary>
    private const int NumbersOfARound = 10_000_000;

    /// <summary>From this size on the curve is to be flat.</summary>
    private const int FlatFrom = 10_000;

    private const int FlatTo = 1_000_000;

    private const double MostLost = 0.10;

    private readonly List<(Place Place, JobResult Result, int Messages)> _results = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<Mark> Marks
    {
        get
        {
            var share = Rounds().Where(r => r.Key.Rows > FlatFrom).Select(r => ShareOf(r)).OfType<double>().DefaultIfEmpty(double.NaN).Min();
            var largest = Rounds().Select(r => r.Key.Rows).DefaultIfEmpty().Max();
            return double.IsNaN(share) || largest < FlatTo ? [] : [new("from 10,000 to 1,000,000 rows at most 10 % slower", share >= 1 ? "not slower" : $"{1 - share:P1} slower", share >= 1 - MostLost)];
        }
    }

    /// <param name="sizes">Rows of the tables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether all that was sent arrived once.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<int> sizes, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        var keys = Directory.CreateTempSubdirectory("wechat-benchmark-keys-").FullName;
        try
        {
            var stage = new MeasurementStage(database, simulator, options, output);
            var jobs = new Dictionary<Place, Job>();
            for (var round = 0; round < options.Rounds; round++)
            {
                // In turns, so that a disturbance of the machine meets all of them alike.
                foreach (var place in from isWaiting in (bool[])[false, true] from size in sizes select new Place(isWaiting, size))
                {
                    if (!jobs.TryGetValue(place, out var job))
                    {
                        job = (await stage.NewJobAsync(JobKind.Scale, delayMs: 0, options.IsQuick ? 2_000 : 40_000, cancellationToken)) with { KeyFolder = keys, Rows = place.Rows, AreWaiting = place.AreWaiting };
                    }

                    job = job with { First = round * NumbersOfARound };
                    await simulator.PrepareAsync(job.AppId, options.Users, delayMs: 0, keepMessages: false, cancellationToken);
                    var result = await JobProcess.RunAsync(job, program: null, cancellationToken);
                    jobs[place] = job with { CredentialId = result.CredentialId };
                    await NoteAsync(place, job, result, simulator, cancellationToken);
                }
            }
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }

        Print();
        return _faults.Count == 0;
    }

    private async Task NoteAsync(Place place, Job job, JobResult result, SimulatorProcess simulator, CancellationToken cancellationToken)
    {
        _results.Add((place, result, job.Messages));
        await output.WriteLineAsync($"{place.Rows,9:N0} rows {place.What,-8} {job.Messages,9:N0} messages in {result.Seconds,7:N2} s: {job.Messages / result.Seconds,8:N0}/s");
        var report = await simulator.Control.ReportAsync(cancellationToken);
        if (report.Accepted != result.SentRows || report.Duplicates != 0 || report.Accepted < job.WarmUp + job.Messages)
        {
            _faults.Add($"{place.Rows:N0} rows {place.What}: the simulator accepted {report.Accepted:N0} messages, {report.Duplicates:N0} of them twice, and {result.SentRows:N0} are recorded.");
        }
    }

    private void Print()
    {
        output.PrintTable(
            ["rows", "which", "messages/s", "slowest and fastest round", "of 10,000 rows'", "µs CPU of the process/message", "µs database"],
            Rounds().Select(rounds => (string[])
            [
                $"{rounds.Key.Rows:N0}", rounds.Key.What, $"{Percentiles.Median(Rates(rounds)):N0}", $"{Rates(rounds).Min():N0} – {Rates(rounds).Max():N0}",
                ShareOf(rounds) is { } share ? $"{share:P1}" : "", Median(rounds, u => u.WorkerMicroseconds), Median(rounds, u => u.DatabaseMicroseconds),
            ]));
        output.PrintMarks(Marks);
        _faults.ForEach(fault => output.WriteLine("WRONG: " + fault));
    }

    private IEnumerable<IGrouping<Place, (Place Place, JobResult Result, int Messages)>> Rounds() => _results.GroupBy(r => r.Place);

    /// <summary>Of the rate in a small table of the same kind.</summary>
    private double? ShareOf(IGrouping<Place, (Place Place, JobResult Result, int Messages)> rounds)
        => Rounds().FirstOrDefault(r => r.Key == rounds.Key with { Rows = FlatFrom }) is { } small ? Percentiles.Median(Rates(rounds)) / Percentiles.Median(Rates(small)) : null;

    private static IEnumerable<double> Rates(IEnumerable<(Place Place, JobResult Result, int Messages)> rounds) => rounds.Select(r => r.Messages / r.Result.Seconds);

    private static string Median(IEnumerable<(Place Place, JobResult Result, int Messages)> rounds, Func<Usage, double?> figure)
    {
        var values = rounds.Select(r => figure(r.Result.Usage!)).OfType<double>().ToList();
        return values.Count == 0 ? "" : $"{Percentiles.Median(values):N0}";
    }

    private sealed record Place(bool AreWaiting, int Rows)
    {
        public string What => AreWaiting ? "waiting" : "finished";
    }
}
