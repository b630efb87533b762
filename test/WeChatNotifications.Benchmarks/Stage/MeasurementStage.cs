using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Reporting;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Benchmarks.Stage;

/// <summary>Sets the stage for one measurement, has it made, and asks the simulator what arrived.</summary>
internal sealed class MeasurementStage(BenchmarkDatabase database, SimulatorProcess simulator, SuiteOptions options, TextWriter output)
{
    public async Task<Measurement> RunAsync(
        string name, JobKind kind, int delayMs, int messages, Func<Job, Job> adjust, CancellationToken cancellationToken, bool keepMessages = false,
        string? program = null)
    {
        var job = adjust(await NewJobAsync(kind, delayMs, messages, cancellationToken, keepMessages));
        var result = await JobProcess.RunAsync(job, program, cancellationToken);
        var report = await simulator.Control.ReportAsync(cancellationToken);
        var measurement = new Measurement(
            name, delayMs, job.Messages, job.WarmUp + job.Messages, report.Accepted, report.Duplicates,
            report.TokenCalls.Where(call => call.AppId == job.AppId).Sum(call => call.Calls), report.MaxConcurrentPerOpenId, result);
        await output.WriteLineAsync($"{delayMs,3} ms  {name,-24} {measurement.Messages,9:N0} messages in {result.Seconds,7:N2} s: {measurement.Rate,8:N0}/s");
        return measurement;
    }

    /// <summary>A job with an app and a database of its own.</summary>
    public async Task<Job> NewJobAsync(JobKind kind, int delayMs, int messages, CancellationToken cancellationToken, bool keepMessages = false)
    {
        var appId = await simulator.PrepareAsync(options.Users, delayMs, keepMessages, cancellationToken);
        return new()
        {
            Kind = kind,
            WeChat = simulator.Address,
            Database = kind is JobKind.Bare or JobKind.Sequential ? null : await database.CreateAsync(options.Database, cancellationToken),
            AppId = appId,
            Secret = SimulatorProcess.Secret,
            Users = options.Users,
            WarmUp = options.WarmUp,
            Messages = messages,
            Concurrency = options.Concurrency,
            DatabaseProcess = database.ProcessId,
            SimulatorProcess = simulator.ProcessId,
        };
    }
}
