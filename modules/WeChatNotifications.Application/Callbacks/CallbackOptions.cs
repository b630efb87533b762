using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Callbacks;

/// <summary>How pushed messages of WeChat's are taken.</summary>
public sealed class CallbackOptions
{
    /// <summary>Largest body in bytes, 1 KiB to 1 MiB. Default 64 KiB; WeChat's are below 10 KiB.</summary>
    [Range(1024, 1024 * 1024)] public int MaxBodySize { get; set; } = 64 * 1024;

    /// <summary>How far the time of a push may be from ours, 1 min to 1 h. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")] public TimeSpan TimestampWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Pushes remembered on this node so that none is taken twice, 1,000 to 10,000,000. Default 100,000; about 100 bytes each.</summary>
    [Range(1_000, 10_000_000)] public int MaxRememberedPushes { get; set; } = 100_000;

    /// <summary>After which time WeChat gets its answer at the latest, 50 ms to 4 s. Default 1 s; WeChat gives up after 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:04")] public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages in memory at once before WeChat is asked to send again later, 1 to 1,000,000. Default 10,000.</summary>
    [Range(1, 1_000_000)] public int QueueCapacity { get; set; } = 10_000;

    /// <summary>Messages of one app stored in one transaction at most, 1 to 2,000. Default 200.</summary>
    [Range(1, 2_000)] public int BatchSize { get; set; } = 200;

    /// <summary>Longest wait between two tries to store a batch, 100 ms to 5 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")] public TimeSpan RetryCap { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long this node trusts the tokens and keys it has read before it reads them again, 1 s to 10 min. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan KeyFreshness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a handler of the host's may work at one message, 100 ms to 10 min. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")] public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping host waits for what it has taken and not stored yet, 1 s to 5 min. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often receipts are looked at whose delivery was not found, 1 s to 1 h. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan ReceiptInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it is remembered what arrived, so that it takes effect once, 1 to 90 days. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")] public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often what is older than that is forgotten, 1 min to 1 day. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")] public TimeSpan PurgeInterval { get; set; } = TimeSpan.FromHours(1);
}
