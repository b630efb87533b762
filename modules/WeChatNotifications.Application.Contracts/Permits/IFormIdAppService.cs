namespace WeChatNotifications.Permits;

/// <summary>Form ids and prepay ids: what users' taps and payments allow in template messages of mini programs.</summary>
public interface IFormIdAppService
{
    /// <summary>Keeps form ids on behalf of users. Each that is wrong is refused by itself; the others are kept, those known already once.</summary>
    Task<FormIdReportResultDto> ReportAsync(ReportFormIdsDto input, CancellationToken cancellationToken = default);

    /// <summary>Balances, in the order of apps and openids.</summary>
    Task<CursorPage<FormIdBalanceDto>> ListAsync(FormIdQueryDto query, CancellationToken cancellationToken = default);
}
