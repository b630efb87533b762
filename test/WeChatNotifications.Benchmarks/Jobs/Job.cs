using System.Text.Json.Serialization;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>What a process is asked to measure.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
internal enum JobKind
{
    /// <summary>A loop over <c>HttpClient</c>: nothing stored, nothing retried.</summary>
    Bare,

    /// <summary>The same, one call after the other.</summary>
    Sequential,

    /// <summary>One job of ABP's default background-job worker for each message; measured by a program of its own.</summary>
    AbpWorker,

    /// <summary>From the first <c>SendAsync</c> to the last recorded outcome, queueing and sending at the same time.</summary>
    Stream,

    /// <summary>First queue everything, then send everything.</summary>
    Backlog,

    /// <summary>Single messages with pauses.</summary>
    Idle,

    /// <summary>A thousand first sends at once.</summary>
    FirstSends,

    /// <summary>Rows into the queue by its port, nothing sent.</summary>
    EnqueueRows,

    /// <summary>Notifications into the queue by <c>SendAsync</c>, nothing sent.</summary>
    EnqueueNotifications,

    /// <summary>Rows claimed, nothing sent.</summary>
    Claim,

    /// <summary>Outcomes of claimed rows recorded, nothing sent.</summary>
    Record,

    /// <summary>As <see cref="Stream"/>, in a table that holds many rows already.</summary>
    Scale,
}

/// <summary>One measurement, handed to the process that makes it.</summary>
internal sealed record Job
{
    public required JobKind Kind { get; init; }

    public required Uri WeChat { get; init; }

    /// <summary>Null for the bare loops.</summary>
    public required string? Database { get; init; }

    public required string AppId { get; init; }

    public required string Secret { get; init; }

    public required int Users { get; init; }

    public required int WarmUp { get; init; }

    public required int Messages { get; init; }

    /// <summary>Calls to WeChat at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Notifications in one call of <c>SendAsync</c>.</summary>
    public int PerCall { get; init; } = 1;

    /// <summary>Calls of <c>SendAsync</c> at once.</summary>
    public int Producers { get; init; } = 1;

    /// <summary>Number of the first message.</summary>
    public int First { get; init; }

    /// <summary>Rows that the table holds before the clock starts.</summary>
    public int Rows { get; init; }

    /// <summary>Whether those rows wait to be sent; else they are finished.</summary>
    public bool AreWaiting { get; init; }

    /// <summary>The app, where another process has made it already.</summary>
    public Guid? CredentialId { get; init; }

    /// <summary>Where processes that share an app keep the key of its secret; null for a process that works alone.</summary>
    public string? KeyFolder { get; init; }

    /// <summary>Processes whose processor time belongs to the database and to the simulator.</summary>
    public required int DatabaseProcess { get; init; }

    /// <inheritdoc cref="DatabaseProcess"/>
    public required int SimulatorProcess { get; init; }
}

/// <summary>What was measured. What does not apply is null.</summary>
internal sealed record JobResult
{
    /// <summary>From the first call to the last outcome.</summary>
    public required double Seconds { get; init; }

    /// <summary>From the first to the end of the last <c>SendAsync</c>.</summary>
    public double? EnqueueSeconds { get; init; }

    /// <summary>From the go to the last recorded outcome of a waiting backlog.</summary>
    public double? DrainSeconds { get; init; }

    /// <summary>Rows of the app in the state Sent when all was over, warm-up included.</summary>
    public long? SentRows { get; init; }

    /// <summary>Rows of the app in any other state.</summary>
    public long? OtherRows { get; init; }

    /// <summary>Until <c>SendAsync</c> returns: committed.</summary>
    public Percentiles? CommitMs { get; init; }

    /// <summary>From <c>SendAsync</c> to the arrival at the simulator.</summary>
    public Percentiles? ArrivalMs { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>The app, for further processes.</summary>
    public Guid? CredentialId { get; init; }
}

/// <summary>What a message costs, per message.</summary>
/// <param name="WorkerMicroseconds">Processor time of the measured process.</param>
/// <param name="DatabaseMicroseconds">Processor time of the database; null where it cannot be read.</param>
/// <param name="SimulatorMicroseconds">Processor time of the simulated WeChat.</param>
/// <param name="AllocatedBytes">Bytes the measured process allocated.</param>
/// <param name="WorkingSetMegabytes">Of the measured process at the end, in 2^20 bytes.</param>
/// <param name="HeapMegabytes">Live objects after a full collection at the end, in 2^20 bytes.</param>
/// <param name="Gen2Collections">Full collections while measured.</param>
internal sealed record Usage(
    double WorkerMicroseconds, double? DatabaseMicroseconds, double? SimulatorMicroseconds, double AllocatedBytes, double WorkingSetMegabytes,
    double HeapMegabytes, int Gen2Collections);
