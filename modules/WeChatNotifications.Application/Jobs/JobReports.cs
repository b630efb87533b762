using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications.Jobs;

/// <summary>Writes down, in the database of the present flow, what jobs do.</summary>
internal sealed class JobReports(IServiceScopeFactory scopes, TimeProvider timeProvider)
{
    /// <summary>What this node is called: the machine and the process, of which a machine may have several.</summary>
    public static string Node { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>A run begins.</summary>
    public Task BeganAsync(string job, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return ChangeAsync(job, s => s.Begin(Node, now), cancellationToken);
    }

    /// <summary>A run is over.</summary>
    /// <param name="job">The job.</param>
    /// <param name="result">What it did; null when it failed.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="nextDueAt">When the next one is due.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task EndedAsync(string job, JobResult? result, string? error, DateTimeOffset nextDueAt, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return ChangeAsync(job, s => s.End(result?.Count, result?.Note, error, nextDueAt, now), cancellationToken);
    }

    /// <summary>Something that is no job of the runner's, but is to be seen as one, was done in a moment.</summary>
    public Task DoneAsync(string job, JobResult result, TimeSpan interval, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return ChangeAsync(
            job,
            s =>
            {
                s.Begin(Node, now);
                s.End(result.Count, result.Note, error: null, now + interval, now);
            },
            cancellationToken);
    }

    /// <summary>The job as it stands; null when it was never seen.</summary>
    public Task<JobState?> FindAsync(string job, CancellationToken cancellationToken)
        => scopes.InScopeAsync(s => s.GetRequiredService<IJobStateStore>().FindAsync(job, cancellationToken));

    /// <summary>Names of the jobs of which somebody asks for a run.</summary>
    public Task<IReadOnlyList<string>> ListRequestedAsync(CancellationToken cancellationToken)
        => scopes.InScopeAsync(s => s.GetRequiredService<IJobStateStore>().ListRequestedAsync(cancellationToken));

    private async Task ChangeAsync(string job, Action<JobState> change, CancellationToken cancellationToken)
        => _ = await scopes.InScopeAsync(async s =>
        {
            await s.GetRequiredService<IJobStateStore>().ChangeAsync(job, change, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
}
