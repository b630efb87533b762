namespace WeChatNotifications.Jobs;

/// <summary>Keeps what is known of the module's jobs, in the present database.</summary>
public interface IJobStateStore
{
    /// <summary>All that were ever seen, with whether a node holds them at the moment.</summary>
    Task<IReadOnlyList<JobStanding>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One of them; null when it was never seen.</summary>
    Task<JobState?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Names of those for which a run is asked.</summary>
    Task<IReadOnlyList<string>> ListRequestedAsync(CancellationToken cancellationToken);

    /// <summary>Changes one, be it new or known; tried again when another node changes it at the same moment.</summary>
    Task ChangeAsync(string name, Action<JobState> change, CancellationToken cancellationToken);
}

/// <summary>A job as it stands.</summary>
/// <param name="State">What is known of it.</param>
/// <param name="IsRunning">Whether a node holds its lease for a run.</param>
public sealed record JobStanding(JobState State, bool IsRunning);
