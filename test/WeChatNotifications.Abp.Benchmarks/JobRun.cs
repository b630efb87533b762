using System.Diagnostics;
using WeChatNotifications.Benchmarks.Jobs;

namespace WeChatNotifications.Abp.Benchmarks;

/// <summary>
/// What the jobs do, and how long it takes: the clock runs from the end of the last job of the warm-up to the end of the last job, so
/// that each measured job is counted with all that the worker does around it, and the wait for its first look into the table is not.
/// </summary>
internal sealed class JobRun(Job job, HandWritten script)
{
    private readonly TaskCompletionSource<JobResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UsageMeter? _meter;
    private long _start;
    private int _done;

    public Job Job => job;

    public Task<JobResult> Completion => _completion.Task;

    public async Task ExecuteAsync(int number, CancellationToken cancellationToken)
    {
        await script.SendAsync(number, cancellationToken);

        // The worker takes one job after the other.
        _done++;
        if (_done == job.WarmUp)
        {
            _meter = UsageMeter.Start(job);
            _start = Stopwatch.GetTimestamp();
        }
        else if (_done == job.WarmUp + job.Messages)
        {
            var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            _completion.SetResult(new() { Seconds = seconds, Usage = _meter!.Stop(job.Messages) });
        }
    }
}
