using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>Stores recurring broadcasts. Sees the ambient tenant's only.</summary>
public interface IBroadcastScheduleRepository
{
    /// <summary>One by id, tracked for a later <see cref="SaveAsync"/>.</summary>
    Task<BroadcastSchedule?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A page, newest first, not tracked.</summary>
    Task<IReadOnlyList<BroadcastSchedule>> ListAsync(Guid? before, int take, CancellationToken cancellationToken);

    /// <summary>Those that are due, soonest first; of all tenants when the tenant filter is off.</summary>
    Task<IReadOnlyList<DueSchedule>> ListDueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken);

    /// <summary>Adds one.</summary>
    Task AddAsync(BroadcastSchedule schedule, CancellationToken cancellationToken);

    /// <summary>Stores the changes of a tracked one together with the broadcast that it has made: both or neither.</summary>
    /// <exception cref="ConflictException">Somebody else changed it meanwhile, or another node has made the broadcast; nothing was stored.</exception>
    Task SaveAsync(BroadcastSchedule schedule, Broadcast? made, CancellationToken cancellationToken);

    /// <summary>Removes one; its broadcasts stay.</summary>
    /// <exception cref="ConflictException">Somebody else changed it meanwhile.</exception>
    Task RemoveAsync(BroadcastSchedule schedule, CancellationToken cancellationToken);
}

/// <summary>A recurring broadcast whose time has come.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TenantId">Its tenant.</param>
public sealed record DueSchedule(Guid Id, Guid? TenantId);
