using WeChatNotifications.Benchmarks.Jobs;

namespace WeChatNotifications.Benchmarks.Reporting;

/// <summary>Prints a report for people; its tables are Markdown, to be pasted.</summary>
internal sealed class ConsoleTables(BenchmarkReport report, TextWriter output)
{
    public void Print()
    {
        output.WriteLine();
        output.WriteLine($"{report.Runtime}, {report.System}, {report.Processors} processors, {report.MemoryGigabytes} GiB; load {report.Load[0]} before, {report.Load[1]} after");
        output.WriteLine("Database: " + string.Join(", ", report.Database.Select(setting => $"{setting.Key} {setting.Value}")));
        output.WriteLine($"{report.Options.Concurrency} calls at once; median of {report.Options.Rounds}");
        PrintThroughput();
        PrintCosts();
        PrintLatency();
        PrintMarks();
    }

    private void PrintThroughput()
    {
        string[] names = [BenchmarkReport.Sequential, BenchmarkReport.AbpWorker, BenchmarkReport.Bare, BenchmarkReport.Batches, BenchmarkReport.Singles, BenchmarkReport.Backlog];
        var rows = from delay in report.Options.DelaysMs
                   from name in names
                   let rate = report.Rate(name, delay)
                   where rate is not null
                   select (string[])
                   [
                       $"{delay} ms", name, $"{rate:N0}", Ratio(rate, report.Rate(BenchmarkReport.Bare, delay)), Times(report.Rate(BenchmarkReport.Batches, delay), rate),
                       Number(report.MedianOf(name, delay, m => m.EnqueueRate)), Number(report.MedianOf(name, delay, m => m.DrainRate)),
                   ];
        output.PrintTable(["server delay", "what", "messages/s", "of bare", "durable in batches is", "queued/s", "sent and recorded/s"], rows);
    }

    private void PrintCosts()
    {
        var rows = report.Measurements.Where(m => m.Result.Usage is not null).GroupBy(m => (m.DelayMs, m.Name)).Select(group =>
        {
            double? Median(Func<Usage, double?> figure) => report.MedianOf(group.Key.Name, group.Key.DelayMs, m => figure(m.Result.Usage!));
            return (string[])
            [
                $"{group.Key.DelayMs} ms", group.Key.Name, Number(Median(u => u.WorkerMicroseconds)), Number(Median(u => u.DatabaseMicroseconds)),
                Number(Median(u => u.SimulatorMicroseconds)), Number(Median(u => u.AllocatedBytes)), Number(Median(u => u.WorkingSetMegabytes)), Number(Median(u => u.HeapMegabytes)),
            ];
        });
        output.PrintTable(
            ["server delay", "what", "µs CPU of the process/message", "µs database", "µs simulator", "bytes allocated/message", "working set MiB", "live heap MiB"], rows);
    }

    private void PrintLatency()
    {
        var rows = new List<string[]>();
        foreach (var measurement in report.Measurements.Where(m => m.Name == BenchmarkReport.Idle))
        {
            Add("idle: SendAsync to committed, ms", measurement.Result.CommitMs);
            Add("idle: SendAsync to received by WeChat, ms", measurement.Result.ArrivalMs);
        }

        foreach (var group in report.Measurements.Where(m => m.Name == BenchmarkReport.Singles).GroupBy(m => m.DelayMs))
        {
            Add($"under load, {group.Key} ms delay: SendAsync to committed, ms", group.Last().Result.CommitMs);
        }

        output.PrintTable(["latency", "p50", "p90", "p99", "longest", "of"], rows);

        void Add(string what, Percentiles? values)
        {
            if (values is not null)
            {
                rows.Add([what, $"{values.P50:N1}", $"{values.P90:N1}", $"{values.P99:N1}", $"{values.Max:N1}", $"{values.Count:N0}"]);
            }
        }
    }

    private void PrintMarks()
    {
        output.PrintMarks(report.Marks);
        var faults = report.Measurements.SelectMany(m => m.Faults).ToList();
        output.WriteLine();
        if (faults.Count == 0)
        {
            output.WriteLine($"All {report.Measurements.Sum(m => m.Accepted):N0} messages arrived exactly once; no duplicates; one token call per app.");
        }

        faults.ForEach(fault => output.WriteLine("WRONG: " + fault));
    }

    private static string Number(double? value) => value is null ? "" : $"{value:N0}";

    private static string Times(double? ours, double? other) => ours is null || other is null ? "" : $"{ours / other:N1} times";

    private static string Ratio(double? ours, double? bare) => ours is null || bare is null ? "" : $"{ours / bare:P1}";
}
