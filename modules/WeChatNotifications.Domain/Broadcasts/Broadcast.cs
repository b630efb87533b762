using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>
/// One message to many: who gets it, what it says, and how far its recipients have been put into the queue. What became of them is not
/// counted here but by the statistics, which change with the deliveries themselves.
/// </summary>
public sealed class Broadcast : Entity
{
    private Broadcast()
    {
    }

    private Broadcast(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The template's app when it was last changed.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>Logical name of the template.</summary>
    public string TemplateName { get; private set; } = "";

    /// <summary>Values that all recipients share, as a JSON object.</summary>
    public string Data { get; private set; } = "{}";

    /// <summary>Who gets it.</summary>
    public AudienceKind Audience { get; private set; }

    /// <summary>Name of the host's source; null for another audience.</summary>
    public string? SourceName { get; private set; }

    /// <summary>What the source is asked for, as JSON; null for nothing.</summary>
    public string? SourceArguments { get; private set; }

    /// <summary>Not before this moment; null for at once.</summary>
    public DateTimeOffset? StartAt { get; private set; }

    /// <summary>Who has not got it by then does not get it; null for the default of three days after the recipient's turn.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Most messages a second over the whole cluster; null for as fast as the app may.</summary>
    public int? RatePerSecond { get; private set; }

    /// <summary>The recurring broadcast it was made by; null for none.</summary>
    public Guid? ScheduleId { get; private set; }

    /// <summary>Where it stands.</summary>
    public BroadcastStatus Status { get; private set; }

    /// <summary>Why it failed, or why it is paused if not by a person.</summary>
    public string? StatusMessage { get; private set; }

    /// <summary>Rows that its list, or what is read of its source, holds.</summary>
    public long Staged { get; private set; }

    /// <summary>Whether its list is complete, or its source is read to the end.</summary>
    public bool IsStaged { get; private set; }

    /// <summary>Rows of the list that could not be used.</summary>
    public long BadRows { get; private set; }

    /// <summary>Rows of the list that named somebody a second time.</summary>
    public long DuplicateRows { get; private set; }

    /// <summary>How many recipients there are, as counted at the start; null while that is not known.</summary>
    public long? Total { get; private set; }

    /// <summary>How far the audience has been put into the queue; its meaning is the audience's. Null before the first recipient.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Recipients that have been put into the queue: as many rows of the log are its own.</summary>
    public long Expanded { get; private set; }

    /// <summary>Whether all recipients have been put into the queue.</summary>
    public bool IsExpanded { get; private set; }

    /// <summary>With a rate: from when on the next recipient may be sent to.</summary>
    public DateTimeOffset? NextSlot { get; private set; }

    /// <summary>When its speed was last measured.</summary>
    public DateTimeOffset? MeasuredAt { get; private set; }

    /// <summary>How many had an outcome then.</summary>
    public long MeasuredDone { get; private set; }

    /// <summary>Outcomes a second, lately; null while there is nothing to tell from.</summary>
    public double? Speed { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The host's name of whoever made it; null for the module itself.</summary>
    public string? CreatedBy { get; private set; }

    /// <summary>When it began; null before.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Changes with every change by a person; guards against two who change it at once. The expansion does not touch it.</summary>
    public Guid ConcurrencyStamp { get; private set; }

    /// <summary>Begins a draft.</summary>
    public static Broadcast Draft(Guid? tenantId, BroadcastContent content, string? createdBy, Guid? scheduleId, DateTimeOffset now)
    {
        var broadcast = new Broadcast(NewId(now), tenantId) { CreatedAt = now, CreatedBy = createdBy, ScheduleId = scheduleId };
        broadcast.Change(content);
        return broadcast;
    }

    /// <summary>Whether it is neither a draft nor over.</summary>
    public bool IsActive => Status is BroadcastStatus.Scheduled or BroadcastStatus.Running or BroadcastStatus.Paused or BroadcastStatus.Failed;

    /// <summary>Changes a draft.</summary>
    /// <exception cref="ConflictException">It is no draft any more.</exception>
    public void Change(BroadcastContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Require(BroadcastStatus.Draft);
        (Name, AppCredentialId, TemplateName, Data) = (content.Name, content.AppCredentialId, content.TemplateName, content.Data);
        (Audience, SourceName, SourceArguments) = (content.Audience, content.SourceName, content.SourceArguments);
        (StartAt, ExpiresAt, RatePerSecond) = (content.StartAt?.ToUniversalTime(), content.ExpiresAt?.ToUniversalTime(), content.RatePerSecond);
        Touch();
    }

    /// <summary>A list has been stored in place of the one before.</summary>
    /// <exception cref="ConflictException">It is no draft any more.</exception>
    public void TakeList(long rows, long badRows, long duplicateRows)
    {
        Require(BroadcastStatus.Draft);
        (Staged, BadRows, DuplicateRows, IsStaged) = (rows, badRows, duplicateRows, true);
        Touch();
    }

    /// <summary>Somebody lets it go, at once or at its start time.</summary>
    /// <exception cref="ConflictException">It is no draft any more.</exception>
    public void Start(DateTimeOffset now)
    {
        Require(BroadcastStatus.Draft);
        GoOn(now);
        Touch();
    }

    /// <summary>Its recipients were counted.</summary>
    public void CountAs(long total) => Total = total;

    /// <summary>Its template belongs to this app now.</summary>
    /// <exception cref="ConflictException">It is no draft any more.</exception>
    public void SendBy(Guid appCredentialId)
    {
        RequireDraft();
        AppCredentialId = appCredentialId;
    }

    /// <summary>Somebody wants to change it.</summary>
    /// <exception cref="ConflictException">It is no draft any more.</exception>
    public void RequireDraft() => Require(BroadcastStatus.Draft);

    /// <summary>Somebody wants it removed.</summary>
    /// <exception cref="ConflictException">It is neither a draft nor over.</exception>
    public void RequireRemovable() => Require(BroadcastStatus.Draft, BroadcastStatus.Completed, BroadcastStatus.Cancelled);

    /// <summary>Its start time has come.</summary>
    public void Begin(DateTimeOffset now)
    {
        Require(BroadcastStatus.Scheduled);
        GoOn(now);
        Touch();
    }

    /// <summary>Nothing more of it shall leave until it is resumed.</summary>
    /// <exception cref="ConflictException">It is neither scheduled nor running.</exception>
    public void Pause(string? message = null)
    {
        Require(BroadcastStatus.Scheduled, BroadcastStatus.Running);
        (Status, StatusMessage, Speed, MeasuredAt) = (BroadcastStatus.Paused, StoredText.Cut(message, DeliveryLimits.ErrorMessageLength), null, null);
        Touch();
    }

    /// <summary>It shall go on.</summary>
    /// <exception cref="ConflictException">It is neither paused nor failed.</exception>
    public void Resume(DateTimeOffset now)
    {
        Require(BroadcastStatus.Paused, BroadcastStatus.Failed);
        GoOn(now);
        Touch();
    }

    /// <summary>Nothing more of it shall ever leave.</summary>
    /// <exception cref="ConflictException">It is over.</exception>
    public void Cancel(DateTimeOffset now)
    {
        Require(BroadcastStatus.Draft, BroadcastStatus.Scheduled, BroadcastStatus.Running, BroadcastStatus.Paused, BroadcastStatus.Failed);
        (Status, StatusMessage, FinishedAt, Speed) = (BroadcastStatus.Cancelled, null, now, null);
        Touch();
    }

    /// <summary>It cannot go on.</summary>
    public void Fail(string message)
    {
        Require(BroadcastStatus.Running);
        (Status, StatusMessage, Speed) = (BroadcastStatus.Failed, StoredText.Cut(message, DeliveryLimits.ErrorMessageLength), null);
        Touch();
    }

    /// <summary>Every recipient's message has an outcome.</summary>
    public void Complete(DateTimeOffset now)
    {
        Require(BroadcastStatus.Running);
        (Status, StatusMessage, FinishedAt) = (BroadcastStatus.Completed, null, now);
        Touch();
    }

    private void GoOn(DateTimeOffset now)
    {
        (Status, StatusMessage, Speed, MeasuredAt) = (StartAt > now ? BroadcastStatus.Scheduled : BroadcastStatus.Running, null, null, null);
        if (Status == BroadcastStatus.Running)
        {
            StartedAt ??= now;
        }
    }

    private void Require(params BroadcastStatus[] allowed)
    {
        if (!allowed.Contains(Status))
        {
            throw ConflictException.BroadcastState(Status);
        }
    }

    private void Touch() => ConcurrencyStamp = Guid.NewGuid();
}

/// <summary>What a broadcast says, to whom, and when; checked already.</summary>
public sealed record BroadcastContent
{
    /// <inheritdoc cref="Broadcast.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="Broadcast.AppCredentialId"/>
    public required Guid AppCredentialId { get; init; }

    /// <inheritdoc cref="Broadcast.TemplateName"/>
    public required string TemplateName { get; init; }

    /// <inheritdoc cref="Broadcast.Data"/>
    public string Data { get; init; } = "{}";

    /// <inheritdoc cref="Broadcast.Audience"/>
    public AudienceKind Audience { get; init; }

    /// <inheritdoc cref="Broadcast.SourceName"/>
    public string? SourceName { get; init; }

    /// <inheritdoc cref="Broadcast.SourceArguments"/>
    public string? SourceArguments { get; init; }

    /// <inheritdoc cref="Broadcast.StartAt"/>
    public DateTimeOffset? StartAt { get; init; }

    /// <inheritdoc cref="Broadcast.ExpiresAt"/>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="Broadcast.RatePerSecond"/>
    public int? RatePerSecond { get; init; }
}
