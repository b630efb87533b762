namespace WeChatNotifications.Broadcasts;

/// <summary>Messages to many. They are sent in the background; a node that dies leaves its work to another.</summary>
public interface IBroadcastAppService
{
    /// <summary>Begins a draft.</summary>
    Task<BroadcastDto> CreateAsync(SaveBroadcastDto input, CancellationToken cancellationToken = default);

    /// <summary>Replaces everything about a draft but its list.</summary>
    Task<BroadcastDto> UpdateAsync(Guid id, SaveBroadcastDto input, CancellationToken cancellationToken = default);

    /// <summary>One by id, with what has become of its messages so far.</summary>
    Task<BroadcastDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>A page of them, newest first.</summary>
    Task<CursorPage<BroadcastDto>> ListAsync(BroadcastQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>Removes a draft, or one that is over, with its list. The log of its messages and the statistics stay.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the list of a draft and puts it in the place of the one before: all of it, or nothing when the file as a whole cannot be used. Rows that
    /// cannot be used are left out and told by their line. Takes millions of rows in little memory.
    /// </summary>
    /// <param name="id">The draft; its audience is <see cref="AudienceKind.List"/>.</param>
    /// <param name="list">The file in UTF-8, read once from its present place.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="cancellationToken">Cancels the upload; the list before stays.</param>
    Task<BroadcastListDto> UploadListAsync(Guid id, Stream list, BroadcastListFormat format, CancellationToken cancellationToken = default);

    /// <summary>The rows of the list that could not be used, in their order; only the first 1,000 are kept.</summary>
    Task<CursorPage<BroadcastBadRowDto>> GetBadRowsAsync(Guid id, BadRowQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>The host's audience sources, by name.</summary>
    Task<IReadOnlyList<AudienceSourceDto>> ListSourcesAsync(CancellationToken cancellationToken = default);

    /// <summary>Says whom the broadcast would reach, whom not and why, and what its first message looks like. Stores and sends nothing.</summary>
    Task<BroadcastDryRunDto> DryRunAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Lets a draft go: at its start time, or at once.</summary>
    Task<BroadcastDto> StartAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Holds one that is scheduled or running. Two seconds later nothing of it leaves any more.</summary>
    Task<BroadcastDto> PauseAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Lets one that is paused, or has failed, go on where it stopped.</summary>
    Task<BroadcastDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Ends one that is not over. What has left has its outcomes; the rest is cancelled.</summary>
    Task<BroadcastDto> CancelAsync(Guid id, CancellationToken cancellationToken = default);
}
