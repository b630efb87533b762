namespace WeChatNotifications.Recipients;

/// <summary>Stores imports of followers. Sees the ambient tenant's only.</summary>
public interface IFollowerImportRepository
{
    /// <summary>One by id, tracked for a later <see cref="SaveAsync"/>.</summary>
    Task<FollowerImport?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A page, newest first, not tracked.</summary>
    Task<IReadOnlyList<FollowerImport>> ListAsync(Guid? appCredentialId, Guid? before, int take, CancellationToken cancellationToken);

    /// <summary>Those that have a step to make now, oldest first; of all tenants when the tenant filter is off.</summary>
    Task<IReadOnlyList<DueFollowerImport>> ListDueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken);

    /// <summary>Adds one.</summary>
    /// <exception cref="Rules.ConflictException">The app has one that is not over.</exception>
    Task AddAsync(FollowerImport import, CancellationToken cancellationToken);

    /// <summary>Stores the changes of a tracked one.</summary>
    /// <exception cref="Rules.ConflictException">Somebody else changed it meanwhile, or the app has another one that is not over.</exception>
    Task SaveAsync(FollowerImport import, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a page of followers and that it is stored, in one transaction: a crash leaves neither a gap nor a double. With the last page,
    /// those whom no page listed and nobody saw since the import began are noted as followers no more.
    /// </summary>
    /// <param name="import">A tracked one.</param>
    /// <param name="followers">The page.</param>
    /// <param name="total">How many followers WeChat says there are.</param>
    /// <param name="nextOpenId">WeChat's cursor behind the page; null when it is the last.</param>
    /// <param name="readAt">When WeChat was asked for it.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="Rules.ConflictException">Somebody else changed the import meanwhile; nothing was stored.</exception>
    Task StorePageAsync(
        FollowerImport import, IReadOnlyCollection<RecipientSighting> followers, long total, string? nextOpenId, DateTimeOffset readAt, DateTimeOffset now,
        CancellationToken cancellationToken);
}

/// <summary>An import that has a step to make.</summary>
/// <param name="Id">The import.</param>
/// <param name="TenantId">Its tenant.</param>
public sealed record DueFollowerImport(Guid Id, Guid? TenantId);
