namespace WeChatNotifications.Permits;

/// <summary>What the users of an app allow, as a whole; of single users <see cref="ISubscriptionGrantAppService"/> and <see cref="IFormIdAppService"/> tell.</summary>
public interface IPermitOverviewAppService
{
    /// <summary>Accepts, by template.</summary>
    Task<GrantOverviewDto> GetGrantsAsync(PermitOverviewQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>Form ids and prepay ids, by when they expire and when they were collected.</summary>
    Task<FormIdOverviewDto> GetFormIdsAsync(PermitOverviewQueryDto query, CancellationToken cancellationToken = default);
}
