using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Broadcasts;

/// <summary>What becomes of a claimed message of a broadcast.</summary>
internal enum BroadcastWord
{
    /// <summary>It may leave.</summary>
    Go,

    /// <summary>Its broadcast is paused.</summary>
    Hold,

    /// <summary>Its broadcast was cancelled.</summary>
    Cancel,

    /// <summary>The database does not answer: it may be paused, so it must not leave.</summary>
    Unknown,
}

/// <summary>
/// Knows where the broadcasts stand whose messages a node is about to send, and asks the database again once a second at most, and only
/// while there are such messages: so a pause or a cancellation reaches every node within that second, whoever made it.
/// </summary>
internal sealed partial class BroadcastWatch(IServiceScopeFactory scopes, TimeProvider timeProvider, ILogger logger) : IDisposable
{
    /// <summary>How old an answer may be. A message may leave that long after a pause, and the pause's own promise is two seconds.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>For how long a broadcast is asked for along with others after its last message.</summary>
    private static readonly TimeSpan Interest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Dictionary<Guid, Known> _known = [];

    /// <inheritdoc />
    public void Dispose() => _asking.Dispose();

    /// <summary>
    /// How far away the next turn of a broadcast with a rate is on this node, taken if it is no farther than <paramref name="atMost"/>. The
    /// moments that its messages have keep the rate over the cluster; this keeps what comes late from leaving all at once.
    /// </summary>
    public TimeSpan Reserve(Guid id, TimeSpan atMost)
    {
        SendRate? rate;
        lock (_gate)
        {
            rate = _known.TryGetValue(id, out var known) ? known.Rate : null;
        }

        return rate?.Reserve(atMost) ?? TimeSpan.Zero;
    }

    /// <summary>What the messages of a broadcast shall do. One that is gone stops nobody.</summary>
    public ValueTask<BroadcastWord> AskAsync(Guid id, CancellationToken cancellationToken)
        => Find(id) is { } known ? ValueTask.FromResult(known) : new ValueTask<BroadcastWord>(AskDatabaseAsync(id, cancellationToken));

    private async Task<BroadcastWord> AskDatabaseAsync(Guid id, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(id) is { } known)
            {
                return known;
            }

            var ids = Wanted(id);
            var askedAt = timeProvider.GetTimestamp();
            var standings = await ReadAsync(ids, cancellationToken).ConfigureAwait(false);
            foreach (var asked in ids)
            {
                Note(asked, standings, askedAt);
            }

            return WordOf(standings, id);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<IReadOnlyDictionary<Guid, BroadcastStanding>?> ReadAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        try
        {
            return await scopes.InScopeAsync(s => s.GetRequiredService<IBroadcastRepository>().GetStandingsAsync(ids, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault(logger, exception);
            return null;
        }
    }

    private static BroadcastWord WordOf(IReadOnlyDictionary<Guid, BroadcastStanding>? standings, Guid id)
    {
        if (standings is null)
        {
            return BroadcastWord.Unknown;
        }

        return standings.GetValueOrDefault(id).Status switch
        {
            BroadcastStatus.Paused => BroadcastWord.Hold,
            BroadcastStatus.Cancelled => BroadcastWord.Cancel,
            _ => BroadcastWord.Go,
        };
    }

    private BroadcastWord? Find(Guid id)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(id, out var known) && timeProvider.GetElapsedTime(known.AskedAt) < Freshness)
            {
                known.UsedAt = timeProvider.GetTimestamp();
                return known.Word;
            }
        }

        return null;
    }

    private void Note(Guid id, IReadOnlyDictionary<Guid, BroadcastStanding>? standings, long askedAt)
    {
        lock (_gate)
        {
            var before = _known.GetValueOrDefault(id);
            var rate = before?.Rate;
            if (standings is not null)
            {
                rate = standings.GetValueOrDefault(id).RatePerSecond is null ? null : rate ?? new SendRate(timeProvider);
                rate?.Limit(standings[id].RatePerSecond);
            }

            _known[id] = new Known(WordOf(standings, id), askedAt, rate) { UsedAt = before?.UsedAt ?? askedAt };
        }
    }

    private List<Guid> Wanted(Guid id)
    {
        lock (_gate)
        {
            foreach (var (old, known) in _known)
            {
                if (timeProvider.GetElapsedTime(known.UsedAt) > Interest)
                {
                    _known.Remove(old);
                }
            }

            return [.. _known.Keys.Append(id).Distinct()];
        }
    }

    [LoggerMessage(7001, LogLevel.Error, "Where the broadcasts stand could not be read; their messages wait")]
    private static partial void LogFault(ILogger logger, Exception exception);

    private sealed class Known(BroadcastWord word, long askedAt, SendRate? rate)
    {
        public SendRate? Rate => rate;

        public BroadcastWord Word => word;

        public long AskedAt => askedAt;

        public long UsedAt { get; set; }
    }
}
