namespace WeChatNotifications.Tenancy;

/// <summary>Keeps what the host allows its tenants, and knows how much of it is used up. Whose rows are meant is always said; the ambient tenant does not count.</summary>
public interface ITenantLimits
{
    /// <summary>One tenant's, to be changed and given to <see cref="SaveAsync"/>; null when it has no limits of its own.</summary>
    Task<TenantSettings?> FindAsync(Guid? tenantId, CancellationToken cancellationToken);

    /// <summary>Those of these tenants that have limits of their own.</summary>
    Task<IReadOnlyList<TenantSettings>> GetManyAsync(IReadOnlyCollection<Guid?> tenantIds, CancellationToken cancellationToken);

    /// <summary>All tenants in this database that have limits of their own.</summary>
    Task<IReadOnlyList<TenantSettings>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Stores a tenant's limits, new or changed.</summary>
    /// <exception cref="Rules.ConflictException">Somebody else has changed them meanwhile.</exception>
    Task SaveAsync(TenantSettings settings, CancellationToken cancellationToken);

    /// <summary>How many messages WeChat has accepted for a tenant at or after a full hour, as far as it is written down.</summary>
    Task<long> CountSentAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Makes due what waits for the next day because the tenant's volume was used up.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ReleasePostponedAsync(Guid? tenantId, DateTimeOffset now, CancellationToken cancellationToken);
}
