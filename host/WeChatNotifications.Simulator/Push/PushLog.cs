using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Push;

/// <summary>The pushes since the last reset: all of them counted, the newest kept to be read and repeated.</summary>
internal sealed class PushLog
{
    /// <summary>Beyond them new ones are dropped, some 200 bytes each: a server that is down must not fill the memory.</summary>
    private const long MostWaiting = 1_000_000;
    private const int LongestPage = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<PushJob> _kept = [];
    private long _lastId;
    private long _waiting;
    private long _dropped;

    /// <returns>Null when too many are waiting.</returns>
    public PushJob? Add(SimulatedApp app, PushConfig config, string openId, PushEvent pushed, DateTimeOffset at, int keep)
    {
        lock (_gate)
        {
            return HasRoom() ? Keep(new(this, ++_lastId, app, config, openId, pushed, at, repeatOf: null), keep) : null;
        }
    }

    public IReadOnlyList<PushJob> Repeat(PushFilter filter, int keep)
    {
        lock (_gate)
        {
            var found = _kept.Where(filter.Matches).Take(Math.Clamp(filter.Limit, 1, LongestPage)).ToArray();
            return [.. found.Where(_ => HasRoom()).Select(job => Keep(job.Repeat(++_lastId), keep))];
        }
    }

    /// <summary>One has come to its end.</summary>
    public void CountEnd() => Interlocked.Decrement(ref _waiting);

    public PushPage Read(PushFilter filter)
    {
        var limit = Math.Clamp(filter.Limit, 1, LongestPage);
        PushJob[] found;
        lock (_gate)
        {
            found = [.. _kept.Where(filter.Matches).Take(limit + 1)];
        }

        var shown = found.Take(limit).Select(job => job.Show()).ToArray();
        return new(shown, found.Length > limit ? shown[^1].Id : null, Volatile.Read(ref _waiting), Volatile.Read(ref _dropped));
    }

    private bool HasRoom()
    {
        if (Volatile.Read(ref _waiting) < MostWaiting)
        {
            return true;
        }

        _dropped++;
        return false;
    }

    private PushJob Keep(PushJob job, int keep)
    {
        Interlocked.Increment(ref _waiting);
        _kept.Enqueue(job);
        while (_kept.Count > keep)
        {
            _kept.Dequeue();
        }

        return job;
    }
}
