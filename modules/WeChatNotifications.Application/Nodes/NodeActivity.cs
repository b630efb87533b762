using System.Collections.Concurrent;

namespace WeChatNotifications.Nodes;

/// <summary>What this process does at the moment, counted where it happens. For people to look at.</summary>
public sealed class NodeActivity
{
    private readonly ConcurrentDictionary<Guid, DatabaseActivity> _databases = new();

    /// <summary>Names this process in the leases that it holds.</summary>
    internal Guid LeaseHolder { get; } = Guid.NewGuid();

    /// <summary>How this process comes by deliveries, said by what takes the engine's place; null for the engine, where it is switched on.</summary>
    public WorkSource? Work { get; set; }

    /// <summary>The counters of the database that is found as a tenant; null is the host itself.</summary>
    internal DatabaseActivity Of(Guid? tenantId) => _databases.GetOrAdd(tenantId ?? Guid.Empty, static _ => new DatabaseActivity());

    /// <summary>The sum over the tenants of one database.</summary>
    /// <param name="isIn">Whether a tenant's work is done in it; empty is the host itself.</param>
    internal ActivityCount Sum(Func<Guid, bool> isIn)
        => _databases.Where(d => isIn(d.Key)).Select(d => d.Value.Count).Aggregate(default(ActivityCount), static (a, b) => a + b);
}

/// <summary>The counters of one database.</summary>
internal sealed class DatabaseActivity
{
    private int _apps;
    private int _held;
    private int _inFlight;
    private long _sent;

    /// <summary>As they stand; read one after the other.</summary>
    public ActivityCount Count => new(Volatile.Read(ref _apps), Volatile.Read(ref _held), Volatile.Read(ref _inFlight), Volatile.Read(ref _sent));

    /// <summary>An app has work, or (with -1) none any more.</summary>
    public void Apps(int change) => Interlocked.Add(ref _apps, change);

    /// <summary>Deliveries were claimed, or (below 0) are done with.</summary>
    public void Held(int change) => Interlocked.Add(ref _held, change);

    /// <summary>An attempt begins.</summary>
    public void Begins() => Interlocked.Increment(ref _inFlight);

    /// <summary>An attempt is over.</summary>
    public void Ends()
    {
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Increment(ref _sent);
    }
}

/// <summary>Counters at one moment.</summary>
/// <param name="Apps">Apps with work.</param>
/// <param name="Held">Deliveries that are claimed.</param>
/// <param name="InFlight">Those that are being sent.</param>
/// <param name="Sent">Attempts since the start.</param>
internal readonly record struct ActivityCount(int Apps, int Held, int InFlight, long Sent)
{
    public static ActivityCount operator +(ActivityCount a, ActivityCount b) => new(a.Apps + b.Apps, a.Held + b.Held, a.InFlight + b.InFlight, a.Sent + b.Sent);
}
