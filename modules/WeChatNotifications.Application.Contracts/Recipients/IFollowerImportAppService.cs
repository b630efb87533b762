namespace WeChatNotifications.Recipients;

/// <summary>Imports of official accounts' followers. They run in the background; a node that dies leaves its import to another.</summary>
public interface IFollowerImportAppService
{
    /// <summary>Begins one; an account has one at a time.</summary>
    Task<FollowerImportDto> StartAsync(StartFollowerImportDto input, CancellationToken cancellationToken = default);

    /// <summary>A page of them, newest first.</summary>
    Task<CursorPage<FollowerImportDto>> ListAsync(FollowerImportQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>One by id.</summary>
    Task<FollowerImportDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Ends one that is running or waiting; what it has stored stays.</summary>
    Task<FollowerImportDto> CancelAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Lets one that failed, was cancelled or waits for the quota go on where it stopped.</summary>
    Task<FollowerImportDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default);
}
