using System.Diagnostics;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>The measurements of the module.</summary>
internal static class WorkerJobs
{
    /// <summary>Everything at once: producers queue while the engine sends and records.</summary>
    public static async Task<JobResult> StreamAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await StartWarmAsync(job, cancellationToken);
        var meter = UsageMeter.Start(job);
        var start = Stopwatch.GetTimestamp();
        var recorded = worker.Outcomes.WaitForAsync(job.Messages, cancellationToken);
        var calls = await worker.SendAsync(job.WarmUp, job.Messages, job.PerCall, job.Producers, cancellationToken);
        var enqueued = Stopwatch.GetElapsedTime(start);
        await recorded;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var usage = meter.Stop(job.Messages);
        return await WithRowsAsync(
            worker, new() { Seconds = seconds, EnqueueSeconds = enqueued.TotalSeconds, CommitMs = Percentiles.Of(calls), Usage = usage }, cancellationToken);
    }

    /// <summary>Queueing and sending apart, by pausing the app in between.</summary>
    public static async Task<JobResult> BacklogAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await StartWarmAsync(job, cancellationToken);
        await worker.PauseAsync(cancellationToken);
        var meter = UsageMeter.Start(job);
        var start = Stopwatch.GetTimestamp();
        var calls = await worker.SendAsync(job.WarmUp, job.Messages, job.PerCall, job.Producers, cancellationToken);
        var enqueued = Stopwatch.GetElapsedTime(start);
        var recorded = worker.Outcomes.WaitForAsync(job.Messages, cancellationToken);
        var resumed = Stopwatch.GetTimestamp();
        await worker.ResumeAsync(cancellationToken);
        await recorded;
        var drained = Stopwatch.GetElapsedTime(resumed);
        return await WithRowsAsync(
            worker,
            new()
            {
                Seconds = (enqueued + drained).TotalSeconds,
                EnqueueSeconds = enqueued.TotalSeconds,
                DrainSeconds = drained.TotalSeconds,
                CommitMs = Percentiles.Of(calls),
                Usage = meter.Stop(job.Messages),
            },
            cancellationToken);
    }

    /// <summary>One message now and then. The arrival is the simulator's to tell, by the same machine's clock.</summary>
    public static async Task<JobResult> IdleAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await StartWarmAsync(job, cancellationToken);
        var clock = TimeProvider.System;
        var sentAt = new Dictionary<string, DateTimeOffset>(job.Messages, StringComparer.Ordinal);
        var commits = new List<double>(job.Messages);
        var start = Stopwatch.GetTimestamp();
        var recorded = worker.Outcomes.WaitForAsync(job.Messages, cancellationToken);
        for (var number = job.WarmUp; number < job.WarmUp + job.Messages; number++)
        {
            // Uneven, so that no timer of anybody's falls into step with it.
            await Task.Delay(Random.Shared.Next(15, 90), cancellationToken);
            sentAt[SampleMessages.Number(number)] = clock.GetUtcNow();
            commits.AddRange(await worker.SendAsync(number, count: 1, perCall: 1, producers: 1, cancellationToken));
        }

        await recorded;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var arrivals = await Arrivals.ReadAsync(job.WeChat, job.AppId, cancellationToken);
        return await WithRowsAsync(
            worker,
            new()
            {
                Seconds = seconds,
                CommitMs = Percentiles.Of(commits),
                ArrivalMs = Percentiles.Of(sentAt.Select(sent => (arrivals[sent.Key] - sent.Value).TotalMilliseconds)),
            },
            cancellationToken);
    }

    /// <summary>An app that never had a token meets a thousand messages that want one at the same moment.</summary>
    public static async Task<JobResult> FirstSendsAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await Worker.StartAsync(job, cancellationToken);
        await worker.PauseAsync(cancellationToken);
        await worker.SendAsync(first: 0, job.Messages, perCall: 1, producers: job.Messages, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var recorded = worker.Outcomes.WaitForAsync(job.Messages, cancellationToken);
        await worker.ResumeAsync(cancellationToken);
        await recorded;
        return await WithRowsAsync(worker, new() { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds }, cancellationToken);
    }

    private static async Task<Worker> StartWarmAsync(Job job, CancellationToken cancellationToken)
    {
        var worker = await Worker.StartAsync(job, cancellationToken);
        var recorded = worker.Outcomes.WaitForAsync(job.WarmUp, cancellationToken);
        await worker.SendAsync(first: 0, job.WarmUp, job.PerCall, job.Producers, cancellationToken);
        await recorded;
        return worker;
    }

    private static async Task<JobResult> WithRowsAsync(Worker worker, JobResult result, CancellationToken cancellationToken)
    {
        var (sent, other) = await worker.CountRowsAsync(cancellationToken);
        return result with { SentRows = sent, OtherRows = other };
    }
}
