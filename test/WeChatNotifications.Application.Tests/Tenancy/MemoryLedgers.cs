using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Application.Tests.Tenancy;

/// <summary>The ledgers without a database, for what is about the clock.</summary>
internal sealed class MemoryLedgers : IRateLedger, IVolumeLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RateKey, DateTimeOffset> _next = [];
    private DateTimeOffset _day;
    private long _taken;

    /// <summary>What statistics know to be sent on a day that begins.</summary>
    public long Sent { get; set; }

    public int Calls { get; private set; }

    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Fault { get; set; }

    public Task<RateGrant> TakeAsync(RateKey key, int perSecond, int wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Calls++;
            if (Fault is not null)
            {
                throw Fault;
            }

            var first = (_next.TryGetValue(key, out var next) ? new RateTurns(key, next) : new RateTurns(key, DateTimeOffset.MinValue)).FirstAt(now);
            _next[key] = first + RateTurns.Duration(perSecond, wanted);
            return Task.FromResult(new RateGrant(first, wanted));
        }
    }

    public Task<int> TakeAsync(Guid? tenantId, DateTimeOffset day, int wanted, int limit, CancellationToken cancellationToken)
    {
        Calls++;
        (_day, _taken) = day > _day ? (day, Sent) : (_day, _taken);
        var granted = (int)Math.Clamp(limit - _taken, 0, wanted);
        _taken += granted;
        return Task.FromResult(granted);
    }

    public Task GiveBackAsync(Guid? tenantId, DateTimeOffset day, int count, CancellationToken cancellationToken)
    {
        _taken -= day == _day ? count : 0;
        return Task.CompletedTask;
    }
}
