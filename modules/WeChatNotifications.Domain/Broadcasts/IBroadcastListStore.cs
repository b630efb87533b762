using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>Stores uploaded lists. Sees the ambient tenant's broadcasts only.</summary>
public interface IBroadcastListStore
{
    /// <summary>
    /// Puts a list in the place of the one before, all of it or, when reading fails, nothing of it. Of rows that name the same recipient the
    /// first counts. Takes millions of rows in little memory, and holds no transaction open while it waits for them where the provider can
    /// avoid it. Of several at once, the one that ends last stays.
    /// </summary>
    /// <param name="broadcastId">A draft.</param>
    /// <param name="rows">The rows; read once. At most <see cref="BroadcastLimits.KeptBadRows"/> bad ones are kept.</param>
    /// <param name="cancellationToken">Cancels the reading and the writing.</param>
    /// <returns>The broadcast with its new list, tracked.</returns>
    /// <exception cref="ConflictException">It is no draft any more.</exception>
    /// <exception cref="EntityNotFoundException">It is gone.</exception>
    Task<Broadcast> ReplaceAsync(Guid broadcastId, IAsyncEnumerable<BroadcastListRow> rows, CancellationToken cancellationToken);

    /// <summary>Bad rows behind a line, in their order.</summary>
    Task<IReadOnlyList<BroadcastBadRow>> ListBadRowsAsync(Guid broadcastId, long behind, int take, CancellationToken cancellationToken);
}
