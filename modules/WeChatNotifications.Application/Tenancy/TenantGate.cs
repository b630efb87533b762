using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Tenancy;

/// <summary>What one tenant may send on this node: a rate that all its apps share, and what is left of the day's volume.</summary>
internal sealed class TenantGate(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private int? _dailyVolume;
    private DateTimeOffset _day;

    /// <summary>Messages of the day that WeChat accepted, as far as known, and those in flight here.</summary>
    private long _used;

    /// <summary>The rate that the tenant's lanes share.</summary>
    public SendRate Rate { get; } = new(timeProvider);

    /// <summary>When the limits were read; null before the first time.</summary>
    public long? ReadAt { get; private set; }

    /// <summary>Has the limits read again before the next claim.</summary>
    public void Outdate() => ReadAt = null;

    /// <summary>Takes over what was read.</summary>
    /// <param name="settings">The limits; null for none.</param>
    /// <param name="sent">How many messages of the day were accepted by then, all nodes together.</param>
    /// <param name="day">Which day that was.</param>
    public void Update(TenantSettings? settings, long sent, DateTimeOffset day)
    {
        lock (_gate)
        {
            _dailyVolume = settings?.DailyVolume;

            // What is in flight here is not in the figure yet, and what other nodes have sent is not in ours: the greater is the nearer.
            _used = day > _day ? sent : Math.Max(_used, sent);
            _day = day > _day ? day : _day;
        }

        Rate.Limit(settings?.SendsPerSecond);
        ReadAt = timeProvider.GetTimestamp();
    }

    /// <summary>Takes one message out of the day's volume; give it back by <see cref="GiveBack"/> when WeChat did not accept it.</summary>
    /// <param name="now">The present.</param>
    /// <param name="day">The day it was taken from; when it is used up, the begin of the next.</param>
    /// <returns>Whether there was one left.</returns>
    public bool TryTake(DateTimeOffset now, out DateTimeOffset day)
    {
        lock (_gate)
        {
            day = BeijingDay.StartOf(now);
            if (day > _day)
            {
                (_day, _used) = (day, 0);
            }

            if (_used >= _dailyVolume)
            {
                day = BeijingDay.EndOf(now);
                return false;
            }

            _used++;
            return true;
        }
    }

    /// <summary>Puts one message back.</summary>
    /// <param name="day">The day it was taken from.</param>
    public void GiveBack(DateTimeOffset day)
    {
        lock (_gate)
        {
            if (day == _day && _used > 0)
            {
                _used--;
            }
        }
    }
}
