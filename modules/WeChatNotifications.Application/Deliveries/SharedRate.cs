using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// A limit that holds over all nodes. Turns come from the ledger, some at a time: at most half a second's worth, so that a node that
/// dies or rests takes no more than that along. Turns that could not be used in time are lost, as they are in the ledger.
/// </summary>
internal sealed class SharedRate(RateKey key, IRateLedger ledger, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>How long the ledger is left alone when it failed.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private const long Never = long.MinValue;

    private readonly Turnstile _turn = new();
    private int _perSecond;
    private int _waiting;
    private long _failedAt = Never;

    // Behind the turnstile from here on.
    private long _next;
    private int _left;
    private int _grantedFor;
    private int _lastGrant;

    /// <summary>Messages a second; null for no limit.</summary>
    public int? PerSecond => Volatile.Read(ref _perSecond) is > 0 and var limit ? limit : null;

    /// <summary>Sets the limit; null for none.</summary>
    public void Limit(int? perSecond) => Volatile.Write(ref _perSecond, perSecond ?? 0);

    /// <summary>Waits for a turn, in the flow of the database in which the limit is kept.</summary>
    /// <param name="need">How many turns are needed altogether by the one who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it has come; false, after a rest, when the ledger could not be asked: without it nothing leaves.</returns>
    public async ValueTask<bool> WaitAsync(int need, CancellationToken cancellationToken)
    {
        if (PerSecond is null)
        {
            return true;
        }

        if (Volatile.Read(ref _failedAt) is not Never and var at && timeProvider.GetElapsedTime(at) < Rest)
        {
            await Task.Delay(Rest, timeProvider, cancellationToken).ConfigureAwait(false);
            return false;
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            // One after the other, each until its turn has come: nobody holds turns that are far away.
            while (PerSecond is { } limit)
            {
                if (TakeOwn(limit) is { } turn)
                {
                    if (timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), turn) is var wait && wait > TimeSpan.Zero)
                    {
                        await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
                    }

                    return true;
                }

                await RefillAsync(limit, need, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _failedAt, Never);
            }

            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _failedAt, timeProvider.GetTimestamp());
            DeliveryEngineLog.Fault(logger, "taking turns under a rate limit", exception);
            return false;
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>The next turn that was granted and is not too long over; null when there is none.</summary>
    private long? TakeOwn(int limit)
    {
        // Turns at the distance of another limit say nothing about this one.
        _left = _grantedFor == limit ? _left : 0;
        var tooOld = timeProvider.GetTimestamp() - Ticks(RateTurns.Burst);
        var interval = timeProvider.TimestampFrequency / (double)limit;
        if (_left > 0 && _next < tooOld)
        {
            var over = Math.Min(_left, (int)Math.Ceiling((tooOld - _next) / interval));
            (_left, _next, _lastGrant) = (_left - over, _next + (long)(over * interval), 0);
        }

        if (_left == 0)
        {
            return null;
        }

        var turn = _next;
        (_left, _next) = (_left - 1, _next + (long)interval);
        return turn;
    }

    private async Task RefillAsync(int limit, int need, CancellationToken cancellationToken)
    {
        // Twice as many as the last time if those were used up: a steady stream shall not cost a round trip a message.
        var most = Math.Max(1, limit / 2);
        var wanted = Math.Clamp(Math.Max(2 * _lastGrant, Math.Max(need, Volatile.Read(ref _waiting) + 1)), 1, most);
        var (timestamp, now) = (timeProvider.GetTimestamp(), timeProvider.GetUtcNow());
        var grant = await ledger.TakeAsync(key, limit, wanted, now, cancellationToken).ConfigureAwait(false);
        (_next, _left, _grantedFor, _lastGrant) = (timestamp + Ticks(grant.From - now), grant.Count, limit, grant.Count);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * timeProvider.TimestampFrequency);
}
