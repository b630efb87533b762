using System.Diagnostics;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>
/// Queues and sends at the same time, as <see cref="WorkerJobs.StreamAsync"/>, while the table holds many rows. Where they wait, the
/// oldest of them are sent and the new ones take their places at the end: the backlog stays as long as it was.
/// </summary>
internal static class ScaleJob
{
    public static async Task<JobResult> RunAsync(Job job, CancellationToken cancellationToken)
    {
        var table = new FilledTable(job);
        await using var worker = await Worker.OpenAsync(job, cancellationToken);
        await worker.PauseAsync(cancellationToken);
        await worker.StartEngineAsync(cancellationToken);
        await StreamAsync(worker, job, job.First, job.WarmUp, cancellationToken);
        await worker.PauseAsync(cancellationToken);
        await table.UntilQuietAsync(cancellationToken);
        await table.PrepareAsync(cancellationToken);
        if (await table.CountAsync(cancellationToken) is var rows && rows != job.Rows)
        {
            throw new InvalidOperationException($"The table holds {rows:N0} rows instead of {job.Rows:N0}.");
        }

        worker.Outcomes.Forget();
        var meter = UsageMeter.Start(job);
        var start = Stopwatch.GetTimestamp();
        await StreamAsync(worker, job, job.First + job.WarmUp, job.Messages, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var usage = meter.Stop(job.Messages);

        // So that the next round finds all that is sent recorded, and everything else waiting.
        await worker.PauseAsync(cancellationToken);
        await worker.StopEngineAsync(cancellationToken);
        await table.UntilQuietAsync(cancellationToken);
        return new() { Seconds = seconds, Usage = usage, SentRows = worker.Outcomes.Total, CredentialId = worker.CredentialId };
    }

    private static async Task StreamAsync(Worker worker, Job job, int first, int count, CancellationToken cancellationToken)
    {
        var recorded = worker.Outcomes.WaitForAsync(count, cancellationToken);
        await worker.ResumeAsync(cancellationToken);
        await worker.SendAsync(first, count, perCall: 500, producers: 2, cancellationToken);
        await recorded;
    }
}
