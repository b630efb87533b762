using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Deliveries;

/// <summary>How deliveries are claimed, sent, retried and recorded.</summary>
public sealed class DispatchOptions : IValidatableObject
{
    /// <summary>Whether this host sends at all; false for one that only queues. Default true.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Messages of one app in flight at once on this node unless the app says otherwise, 1 to 2,000. Default 256.</summary>
    [Range(1, 2000)] public int ConcurrencyPerApp { get; set; } = 256;

    /// <summary>Deliveries claimed at once at most, 1 to 5,000. Default 1,000.</summary>
    [Range(1, 5000)] public int ClaimBatch { get; set; } = 1_000;

    /// <summary>
    /// How long after a claim that took all there was the next one waits for company, 0 to 1 s. Default 5 ms. A message that finds the engine
    /// at rest is not held up.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan ClaimLinger { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Which transactional message goes first when more are due than can be sent. Default <see cref="TransactionalOrder.OldestFirst"/>.</summary>
    [EnumDataType(typeof(TransactionalOrder))] public TransactionalOrder TransactionalOrder { get; set; }

    /// <summary>How often the database is asked for work that nobody signalled, 50 ms to 5 min. Default 1 s. Also how late a scheduled message may be.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:05:00")] public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a claimed delivery stays ours without renewal, 5 s to 10 min. Default 60 s. Nothing is begun in its last quarter, which
    /// therefore has to be longer than a call to WeChat may take.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")] public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts before a delivery fails for good, 1 to 100. Default 10.</summary>
    [Range(1, 100)] public int MaxAttempts { get; set; } = 10;

    /// <summary>Wait before the second attempt; it doubles with each further one. 10 ms to 1 h. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")] public TimeSpan BackoffBase { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait between attempts, 1 s to 1 day. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan BackoffCap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Transport failures in a row after which an app is probed with single messages instead of all, 1 to 1,000. Default 10.</summary>
    [Range(1, 1000)] public int CircuitThreshold { get; set; } = 10;

    /// <summary>Longest wait between two probes of an unreachable WeChat, 1 s to 10 min. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan CircuitCap { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Outcomes written in one statement at most, 1 to 5,000. Default 500.</summary>
    [Range(1, 5000)] public int RecordBatch { get; set; } = 500;

    /// <summary>How long the recorder waits for company before it writes a small batch, 0 to 1 s. Default 4 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan RecordLinger { get; set; } = TimeSpan.FromMilliseconds(4);

    /// <summary>How long a stopping host waits for messages in flight and their records, 1 s to 5 min. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the backlog is measured for metrics and health, 1 s to 10 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan BacklogInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Age of the longest due message from which on the health check says "degraded", 1 s to 1 day. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan UnhealthyBacklogAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the host is asked which databases hold deliveries, 1 s to 1 h. Default 30 s. Also how late the first message of a new database may be.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan PartitionInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the engine takes back lapsed claims itself; false where a worker of the host does it for all nodes. Default true.</summary>
    public bool TakesBackLapsedClaims { get; set; } = true;

    /// <summary>Whether what became due last goes first among the transactional messages.</summary>
    internal bool NewestTransactionalFirst => TransactionalOrder == TransactionalOrder.NewestFirst;

    /// <summary>The part of a lease in which nothing is begun any more.</summary>
    internal TimeSpan LeaseMargin => Lease / 4;

    /// <summary>The same for work that leaves lapsed claims to others.</summary>
    internal DispatchOptions WithoutTakingBack()
    {
        var copy = (DispatchOptions)MemberwiseClone();
        copy.TakesBackLapsedClaims = false;
        return copy;
    }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BackoffCap < BackoffBase)
        {
            yield return new ValidationResult($"{nameof(BackoffCap)} must not be shorter than {nameof(BackoffBase)}.", [nameof(BackoffCap)]);
        }
    }
}
