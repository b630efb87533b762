namespace WeChatNotifications.Events;

/// <summary>Keeps event mappings. Sees the ambient tenant's only.</summary>
public interface IEventMappingRepository
{
    /// <summary>One by id, tracked for a later <see cref="SaveAsync"/>.</summary>
    Task<EventMapping?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>All of the tenant, or of one event, by name, not tracked.</summary>
    Task<IReadOnlyList<EventMapping>> ListAsync(string? eventName, CancellationToken cancellationToken);

    /// <summary>Those of the tenant that are at work, in the order of their creation, not tracked.</summary>
    Task<IReadOnlyList<EventMapping>> ListEnabledAsync(CancellationToken cancellationToken);

    /// <summary>How many the tenant has.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>Adds one.</summary>
    /// <exception cref="Rules.RuleViolationException">Its name is taken.</exception>
    Task AddAsync(EventMapping mapping, CancellationToken cancellationToken);

    /// <summary>Stores changes.</summary>
    /// <exception cref="Rules.RuleViolationException">Its name is taken.</exception>
    /// <exception cref="Rules.ConflictException">Somebody else changed it meanwhile.</exception>
    Task SaveAsync(EventMapping mapping, CancellationToken cancellationToken);

    /// <summary>Removes one.</summary>
    Task RemoveAsync(EventMapping mapping, CancellationToken cancellationToken);
}
