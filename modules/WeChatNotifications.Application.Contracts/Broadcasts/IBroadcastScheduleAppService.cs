namespace WeChatNotifications.Broadcasts;

/// <summary>Broadcasts that recur.</summary>
public interface IBroadcastScheduleAppService
{
    /// <summary>Makes one; when it is enabled, it sends by itself from then on.</summary>
    Task<BroadcastScheduleDto> CreateAsync(SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default);

    /// <summary>Replaces everything about one. What is due by then is not made up for.</summary>
    Task<BroadcastScheduleDto> UpdateAsync(Guid id, SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default);

    /// <summary>One by id.</summary>
    Task<BroadcastScheduleDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>A page of them, newest first.</summary>
    Task<CursorPage<BroadcastScheduleDto>> ListAsync(BroadcastScheduleQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>Removes one; the broadcasts it has made stay, and go on.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Makes a broadcast of it now and starts it, whether it is enabled or not; its times stay as they are.</summary>
    Task<BroadcastDto> RunAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>The next five times of a cron expression.</summary>
    Task<SchedulePreviewDto> PreviewAsync(SchedulePreviewInput input, CancellationToken cancellationToken = default);
}
