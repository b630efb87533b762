using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Reporting;
using WeChatNotifications.Benchmarks.Stage;

namespace WeChatNotifications.Benchmarks.Scale;

/// <summary>
/// One, two and four hosts on one database, all with the same app. With a slow WeChat and few calls at once a host waits most of the time,
/// and more hosts send more; with an instant one the processors are the limit, and what is seen is the price of doing it together.
/// </summary>
internal sealed class HostsCurve(SuiteOptions options, TextWriter output)
{
    public const string Verb = "hosts";

    private static readonly int[] Hosts = [1, 2, 4];

    private static readonly Setting[] Settings = [new(DelayMs: 50, Concurrency: 64, MessagesOfAHost: 15_000), new(DelayMs: 0, Concurrency: 256, MessagesOfAHost: 40_000)];

    private readonly List<(Setting Setting, int Hosts, double Rate, string Shares)> _results = [];
    private readonly List<string> _faults = [];

    /// <returns>Whether all that was queued was sent once, and recorded.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        var stage = new MeasurementStage(database, simulator, options, output);
        foreach (var setting in Settings)
        {
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var hosts in Hosts)
                {
                    await MeasureAsync(stage, simulator, setting, hosts, cancellationToken);
                }
            }
        }

        output.PrintTable(
            ["server delay", "calls at once a host", "hosts", "messages/s", "of one host's", "shares of the hosts"],
            _results.GroupBy(r => (r.Setting, r.Hosts)).Select(r => (string[])
            [
                $"{r.Key.Setting.DelayMs} ms", $"{r.Key.Setting.Concurrency}", $"{r.Key.Hosts}", $"{Median(r.Key.Setting, r.Key.Hosts):N0}",
                $"{Median(r.Key.Setting, r.Key.Hosts) / Median(r.Key.Setting, hosts: 1):P0}", r.Last().Shares,
            ]));
        _faults.ForEach(fault => output.WriteLine("WRONG: " + fault));
        return _faults.Count == 0;
    }

    private double Median(Setting setting, int hosts) => Percentiles.Median(_results.Where(r => r.Setting == setting && r.Hosts == hosts).Select(r => r.Rate));

    private async Task MeasureAsync(MeasurementStage stage, SimulatorProcess simulator, Setting setting, int hosts, CancellationToken cancellationToken)
    {
        // The same time for any number of hosts that do not get in each other's way.
        var messages = options.IsQuick ? 1_000 * hosts : setting.MessagesOfAHost * (setting.DelayMs == 0 ? 1 : hosts);
        var warmUp = options.WarmUp * hosts;
        var keys = Directory.CreateTempSubdirectory("wechat-benchmark-keys-").FullName;
        var running = new List<HostProcess>(hosts);
        try
        {
            var job = (await stage.NewJobAsync(JobKind.Stream, setting.DelayMs, messages, cancellationToken)) with { Concurrency = setting.Concurrency, KeyFolder = keys };
            await using var queue = await Worker.OpenAsync(job, cancellationToken);
            var timeline = new Timeline();
            for (var i = 0; i < hosts; i++)
            {
                running.Add(await HostProcess.StartAsync(job with { CredentialId = queue.CredentialId }, timeline.Note, cancellationToken));
            }

            await SendAllAsync(queue, timeline, first: 0, warmUp, cancellationToken);
            await SendAllAsync(queue, timeline, first: warmUp, messages, cancellationToken);
            foreach (var host in running)
            {
                await host.StopAsync(cancellationToken);
            }

            var rate = timeline.RateBetween(warmUp + (messages / 10), warmUp + (messages * 9L / 10));
            var shares = string.Join(" ", running.Select(h => $"{(double)h.Recorded / (warmUp + messages):P0}"));
            _results.Add((setting, hosts, rate, shares));
            await output.WriteLineAsync($"{setting.DelayMs,3} ms  {hosts} hosts of {setting.Concurrency} calls at once: {rate,8:N0}/s ({shares})");
            await CheckAsync(simulator, queue, setting, hosts, warmUp + messages, cancellationToken);
        }
        finally
        {
            foreach (var host in running)
            {
                await host.DisposeAsync();
            }

            Directory.Delete(keys, recursive: true);
        }
    }

    /// <summary>Queued while the app is paused, so that all hosts begin together.</summary>
    private static async Task SendAllAsync(Worker queue, Timeline timeline, int first, int count, CancellationToken cancellationToken)
    {
        await queue.PauseAsync(cancellationToken);
        await queue.SendAsync(first, count, perCall: 1_000, producers: 2, cancellationToken);
        await queue.ResumeAsync(cancellationToken);
        await timeline.UntilAsync(first + count, cancellationToken);
    }

    private async Task CheckAsync(SimulatorProcess simulator, Worker queue, Setting setting, int hosts, int expected, CancellationToken cancellationToken)
    {
        var (sent, other) = await queue.CountRowsAsync(cancellationToken);
        var report = await simulator.Control.ReportAsync(cancellationToken);
        if (report.Accepted != expected || report.Duplicates != 0 || sent != expected || other != 0)
        {
            _faults.Add($"{hosts} hosts at {setting.DelayMs} ms: the simulator accepted {report.Accepted:N0} of {expected:N0} messages, {report.Duplicates:N0} of them twice; {sent:N0} rows are sent and {other:N0} are not.");
        }
    }

    private sealed record Setting(int DelayMs, int Concurrency, int MessagesOfAHost);
}
