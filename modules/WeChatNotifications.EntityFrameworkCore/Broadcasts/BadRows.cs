using System.Runtime.CompilerServices;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

/// <summary>Takes the bad rows out of a list: counts all of them, and keeps the first.</summary>
internal sealed class BadRows
{
    private readonly List<BroadcastListRow> _kept = [];
    private bool _isRead;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<BroadcastListRow> Kept => _kept;

    /// <summary>The good rows in chunks; a chunk is not to be used any more when the next one is asked for.</summary>
    /// <exception cref="InvalidOperationException">The list was read already: a statement is tried again that a stream cannot follow.</exception>
    public async IAsyncEnumerable<IReadOnlyList<BroadcastListRow>> WithoutAsync(
        IAsyncEnumerable<BroadcastListRow> rows, int chunkSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_isRead)
        {
            throw new InvalidOperationException("An uploaded list is read once; the upload has to be repeated.");
        }

        _isRead = true;
        var chunk = new List<BroadcastListRow>(chunkSize);
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (row.Fault is not null)
            {
                Keep(row);
                continue;
            }

            chunk.Add(row);
            if (chunk.Count == chunkSize)
            {
                yield return chunk;
                chunk.Clear();
            }
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private void Keep(BroadcastListRow row)
    {
        if (Count++ < BroadcastLimits.KeptBadRows)
        {
            _kept.Add(row);
        }
    }
}
