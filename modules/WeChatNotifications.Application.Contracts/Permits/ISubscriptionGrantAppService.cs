namespace WeChatNotifications.Permits;

/// <summary>The ledger of what users allow.</summary>
public interface ISubscriptionGrantAppService
{
    /// <summary>Notes what users decided; all of a report or nothing of it.</summary>
    Task ReportAsync(ReportGrantsDto input, CancellationToken cancellationToken = default);

    /// <summary>Balances.</summary>
    Task<CursorPage<SubscriptionGrantDto>> ListAsync(GrantQueryDto query, CancellationToken cancellationToken = default);
}
