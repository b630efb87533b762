using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>Stores broadcasts, and moves their messages as one. What is not said to see all tenants sees the ambient one's only.</summary>
public interface IBroadcastRepository
{
    /// <summary>One by id, tracked for a later <see cref="SaveAsync"/>.</summary>
    Task<Broadcast?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A page, newest first, not tracked.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="before">Only those older than this id; null for the newest.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Broadcast>> ListAsync(BroadcastFilter filter, Guid? before, int take, CancellationToken cancellationToken);

    /// <summary>Stores a new one.</summary>
    Task AddAsync(Broadcast broadcast, CancellationToken cancellationToken);

    /// <summary>Stores what was changed. What the expansion wrote meanwhile stays.</summary>
    /// <exception cref="ConflictException">Somebody else changed it meanwhile; it is let go, so that a new look shows how it stands.</exception>
    Task SaveAsync(Broadcast broadcast, CancellationToken cancellationToken);

    /// <summary>Removes it with its list; the messages' log and the statistics stay.</summary>
    /// <exception cref="ConflictException">Somebody else changed it meanwhile.</exception>
    Task RemoveAsync(Broadcast broadcast, CancellationToken cancellationToken);

    /// <summary>
    /// Those the background has to do with, of the tenants that the ambient filter shows (all, in a job), not tracked: running, paused and
    /// failed ones, scheduled ones whose time has come, and cancelled ones that ended at or after <paramref name="cancelledSince"/>.
    /// </summary>
    Task<IReadOnlyList<Broadcast>> ListActiveAsync(DateTimeOffset now, DateTimeOffset cancelledSince, CancellationToken cancellationToken);

    /// <summary>Where broadcasts of any tenant stand; those that are gone are left out.</summary>
    Task<IReadOnlyDictionary<Guid, BroadcastStanding>> GetStandingsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a slice of the audience into the queue and moves the cursor behind it, both or neither. A row whose dedup key stands already is
    /// not stored and counts as a duplicate.
    /// </summary>
    /// <returns>Rows stored; null when the broadcast does not run any more or its cursor has been moved by somebody else, and nothing was stored.</returns>
    Task<int?> AppendAsync(ExpansionSlice slice, CancellationToken cancellationToken);

    /// <summary>
    /// Stores recipients that a source has yielded, but for those that are stored already, and counts them. Numbers must be greater than
    /// those of all stored ones.
    /// </summary>
    /// <returns>Whether the broadcast still wants them; else nothing was stored.</returns>
    Task<bool> StageAsync(StagedSlice slice, CancellationToken cancellationToken);

    /// <summary>Greatest number of a stored recipient or bad row; 0 for none.</summary>
    Task<long> GetLastNumberAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Notes how fast a running broadcast gets on.</summary>
    Task MeasureAsync(Guid id, DateTimeOffset at, long done, double? speed, CancellationToken cancellationToken);

    /// <summary>
    /// Holds messages of a broadcast that wait for their turn, at most so many at a time, until <see cref="ReleaseAsync"/>. One of which WeChat
    /// knows no repeat after a while, and whose first try had no answer, is left to the engine.
    /// </summary>
    /// <returns>How many; fewer than <paramref name="max"/> when none is left.</returns>
    Task<int> HoldAsync(Guid id, int max, CancellationToken cancellationToken);

    /// <summary>Lets held messages go, at most so many at a time; with a rate, those that are still to be put into the queue go behind them.</summary>
    /// <param name="id">The broadcast.</param>
    /// <param name="from">When the first of them may go.</param>
    /// <param name="ratePerSecond">How many a second; null for all at once.</param>
    /// <param name="max">Most rows.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>How many; fewer than <paramref name="max"/> when none is left.</returns>
    Task<int> ReleaseAsync(Guid id, DateTimeOffset from, int? ratePerSecond, int max, CancellationToken cancellationToken);

    /// <summary>Cancels messages of a broadcast that wait, held ones too, at most so many at a time, and counts them.</summary>
    /// <returns>How many; fewer than <paramref name="max"/> when none is left.</returns>
    Task<int> CancelRowsAsync(Guid id, DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Skips held messages whose time is over, at most so many at a time, and counts them.</summary>
    /// <returns>How many; fewer than <paramref name="max"/> when none is left.</returns>
    Task<int> ExpireHeldAsync(Guid id, DateTimeOffset now, int max, CancellationToken cancellationToken);
}

/// <summary>What the engine has to know of a broadcast.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="RatePerSecond">Most messages a second; null for no limit.</param>
public readonly record struct BroadcastStanding(BroadcastStatus Status, int? RatePerSecond);

/// <summary>Which broadcasts to list; what is null does not narrow.</summary>
public sealed record BroadcastFilter
{
    /// <summary>In these states.</summary>
    public IReadOnlyCollection<BroadcastStatus>? Statuses { get; init; }

    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of one logical template.</summary>
    public string? TemplateName { get; init; }

    /// <summary>Made by one recurring broadcast.</summary>
    public Guid? ScheduleId { get; init; }

    /// <summary>Whose name contains this text.</summary>
    public string? Name { get; init; }
}

/// <summary>Messages of a broadcast, and how far it is expanded with them.</summary>
/// <param name="BroadcastId">The broadcast.</param>
/// <param name="Cursor">Where it has to stand.</param>
/// <param name="NextCursor">Where it stands then.</param>
/// <param name="IsLast">Whether everyone is in the queue then.</param>
/// <param name="NextSlot">With a rate: when the next message may go.</param>
/// <param name="Deliveries">The messages; may be none.</param>
public sealed record ExpansionSlice(
    Guid BroadcastId, string? Cursor, string? NextCursor, bool IsLast, DateTimeOffset? NextSlot, IReadOnlyList<DeliveryLog> Deliveries);

/// <summary>Recipients that a source has yielded.</summary>
/// <param name="BroadcastId">The broadcast.</param>
/// <param name="Items">The recipients.</param>
/// <param name="BadRows">Those that cannot be used; at most <see cref="BroadcastLimits.KeptBadRows"/> are kept.</param>
/// <param name="IsReread">Whether the source is read anew, and all of these had been read before: what is stored then is no duplicate, and bad rows are known.</param>
/// <param name="IsLast">Whether the source is read to its end.</param>
public sealed record StagedSlice(Guid BroadcastId, IReadOnlyList<BroadcastItem> Items, IReadOnlyList<BroadcastBadRow> BadRows, bool IsReread, bool IsLast);
