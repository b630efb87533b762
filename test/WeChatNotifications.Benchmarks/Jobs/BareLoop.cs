using System.Diagnostics;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>
/// What a developer writes by hand, and the yardstick: a token, then so many calls at a time, or one after the other as a script
/// does. Nothing is stored, nothing is tried again, and a crash loses what was not sent.
/// </summary>
internal static class BareLoop
{
    public static Task<JobResult> RunAsync(Job job, CancellationToken cancellationToken) => MeasureAsync(job, SendAsync, cancellationToken);

    public static Task<JobResult> RunSequentialAsync(Job job, CancellationToken cancellationToken) => MeasureAsync(job, SendOneByOneAsync, cancellationToken);

    private static async Task<JobResult> MeasureAsync(Job job, Func<HandWritten, Job, int, int, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = job.WeChat };
        var script = await HandWritten.OpenAsync(http, job, cancellationToken);
        await send(script, job, 0, job.WarmUp, cancellationToken);

        var meter = UsageMeter.Start(job);
        var start = Stopwatch.GetTimestamp();
        await send(script, job, job.WarmUp, job.Messages, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new() { Seconds = seconds, Usage = meter.Stop(job.Messages) };
    }

    private static Task SendAsync(HandWritten script, Job job, int first, int count, CancellationToken cancellationToken)
        => Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = job.Concurrency, CancellationToken = cancellationToken },
            async (number, stop) => await script.SendAsync(number, stop));

    private static async Task SendOneByOneAsync(HandWritten script, Job job, int first, int count, CancellationToken cancellationToken)
    {
        for (var number = first; number < first + count; number++)
        {
            await script.SendAsync(number, cancellationToken);
        }
    }
}
