using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Broadcasts;

/// <summary>How broadcasts are put into the queue. Section <c>Broadcasts</c>.</summary>
public sealed class BroadcastOptions
{
    /// <summary>How often broadcasts are looked after, 100 ms to 1 min. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long a dead node's work at broadcasts rests before another one goes on with it, 5 s to 10 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")] public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Messages of one broadcast that are in the queue and have no outcome yet, 100 to 1,000,000. Default 20,000. Memory and the queue stay
    /// that small however large the broadcast is, and a pause has that many to hold. With a rate, no more than five seconds' worth.
    /// </summary>
    [Range(100, 1_000_000)] public int Window { get; set; } = 20_000;

    /// <summary>Recipients of one broadcast put into the queue at once before the next broadcast's turn, 1 to 5,000. Default 1,000.</summary>
    [Range(1, 5_000)] public int SliceSize { get; set; } = 1_000;

    /// <summary>Audience sources of the host read at once in one database, 1 to 32. Default 4.</summary>
    [Range(1, 32)] public int ConcurrentSources { get; set; } = 4;

    /// <summary>Readings of an audience source that may fail in a row before its broadcast has failed, 1 to 100. Default 5.</summary>
    [Range(1, 100)] public int MaxSourceFailures { get; set; } = 5;
}
