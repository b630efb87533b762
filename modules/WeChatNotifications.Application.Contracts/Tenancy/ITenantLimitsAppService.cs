namespace WeChatNotifications.Tenancy;

/// <summary>Shows and sets what tenants may use.</summary>
public interface ITenantLimitsAppService
{
    /// <summary>The limits of the ambient tenant, and how much of them is used up.</summary>
    Task<TenantLimitsDto> GetOwnAsync(CancellationToken cancellationToken = default);

    /// <summary>The limits of any tenant. For the host's own people.</summary>
    /// <param name="tenantId">The host's id of the tenant; the module does not know which tenants there are.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<TenantLimitsDto> GetAsync(Guid tenantId, CancellationToken cancellationToken = default);

    /// <summary>Sets the limits of any tenant. Messages that waited for the next day go out at once when the volume now allows them. For the host's own people.</summary>
    /// <param name="tenantId">The host's id of the tenant; the module does not know which tenants there are.</param>
    /// <param name="input">All limits; what is null is none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<TenantLimitsDto> SetAsync(Guid tenantId, SetTenantLimitsDto input, CancellationToken cancellationToken = default);
}
