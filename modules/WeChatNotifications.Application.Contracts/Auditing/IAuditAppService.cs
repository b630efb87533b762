namespace WeChatNotifications.Auditing;

/// <summary>Shows who changed what in the ambient tenant.</summary>
public interface IAuditAppService
{
    /// <summary>Entries, newest first.</summary>
    Task<CursorPage<AuditEntryDto>> ListAsync(AuditQueryDto query, CancellationToken cancellationToken = default);
}
