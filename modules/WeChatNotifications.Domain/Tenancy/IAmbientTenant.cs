namespace WeChatNotifications.Tenancy;

/// <summary>The tenant on whose behalf the current flow of control works. A host may fill it with its own notion of a tenant.</summary>
public interface IAmbientTenant
{
    /// <summary>The current tenant; null for the host itself.</summary>
    Guid? Id { get; }

    /// <summary>Whether queries see only the rows of <see cref="Id"/>. Off only inside <see cref="DisableFilter"/>.</summary>
    bool IsFilterEnabled { get; }

    /// <summary>Works as another tenant until the result is disposed.</summary>
    IDisposable Change(Guid? tenantId);

    /// <summary>
    /// Sees the rows of all tenants until the result is disposed. For the delivery engine and other background work, which
    /// takes the tenant from each row, and for looking at all tenants on the host's own side; never for a request of a tenant, nor for one that
    /// changes something.
    /// </summary>
    IDisposable DisableFilter();
}
