namespace WeChatNotifications.Jobs;

/// <summary>The module's background jobs. They serve all tenants, so this is for the host's own people.</summary>
public interface IJobAppService
{
    /// <summary>All jobs, in every database that holds deliveries.</summary>
    Task<IReadOnlyList<JobDto>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Has a job run at once, in every database: some node of the cluster begins within some two seconds, or when the present run is over.</summary>
    /// <param name="name">The job.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The job as it stands, in every database.</returns>
    Task<IReadOnlyList<JobDto>> RunAsync(string name, CancellationToken cancellationToken = default);
}
