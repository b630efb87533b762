using System.Text.Json;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Broadcasts;

/// <summary>A broadcast and what has become of its messages.</summary>
public sealed record BroadcastDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The template's app.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>Logical name of the template.</summary>
    public required string Template { get; init; }

    /// <summary>Who gets it.</summary>
    public required AudienceDto Audience { get; init; }

    /// <summary>Values that all recipients share.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>Not before this moment; null for as soon as it is started.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Who has not got it by then does not get it; null for three days after their turn.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Most messages a second; null for as fast as the app may.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>The recurring broadcast it was made by.</summary>
    public Guid? ScheduleId { get; init; }

    /// <summary>Where it stands.</summary>
    public required BroadcastStatus Status { get; init; }

    /// <summary>Why it failed, or why it is paused if not by a person; in English.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Recipients of its list, or those read of its source so far.</summary>
    public required long ListRows { get; init; }

    /// <summary>Rows of the list that could not be used.</summary>
    public required long BadRows { get; init; }

    /// <summary>Rows of the list that named somebody a second time.</summary>
    public required long DuplicateRows { get; init; }

    /// <summary>How many recipients there are; null while that is not known.</summary>
    public long? Total { get; init; }

    /// <summary>Recipients whose message has been put into the queue.</summary>
    public required long Expanded { get; init; }

    /// <summary>Of these: those that wait, or are held while it is paused.</summary>
    public required long Waiting { get; init; }

    /// <summary>Of these: those under way to WeChat at this moment.</summary>
    public required long Sending { get; init; }

    /// <summary>Of these: those that WeChat has accepted and not spoken of again.</summary>
    public required long Sent { get; init; }

    /// <summary>Of these: those that WeChat says have arrived.</summary>
    public required long Confirmed { get; init; }

    /// <summary>Of these: those that WeChat accepted, and the user or WeChat refused afterwards.</summary>
    public required long Refused { get; init; }

    /// <summary>Of these: those that failed for good.</summary>
    public required long Failed { get; init; }

    /// <summary>Of these: those that were not sent, for want of a permit or because their time was over.</summary>
    public required long Skipped { get; init; }

    /// <summary>Of these: those that were cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Of these: those of which nobody knows whether they arrived.</summary>
    public required long Unconfirmed { get; init; }

    /// <summary>The outcomes one by one, the most frequent first.</summary>
    public required IReadOnlyList<BroadcastOutcomeDto> ByReason { get; init; }

    /// <summary>Outcomes a second, lately; null while there is nothing to tell from.</summary>
    public double? Speed { get; init; }

    /// <summary>Seconds that the rest takes at that speed; null while it is not running, or there is nothing to tell from.</summary>
    public long? SecondsLeft { get; init; }

    /// <summary>Which part has an outcome, from 0 to 1; null while it is not known how many recipients there are.</summary>
    public double? Progress { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it; null for the module itself.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Changes with every change by a person.</summary>
    public required Guid ConcurrencyStamp { get; init; }
}

/// <summary>How many messages of a broadcast stand in one outcome.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Reason">Why.</param>
/// <param name="ErrorCode">WeChat's error code; null when there was none.</param>
/// <param name="Text">The same in a sentence, in the caller's language.</param>
/// <param name="Count">How many.</param>
public sealed record BroadcastOutcomeDto(DeliveryStatus Status, DeliveryReason Reason, int? ErrorCode, string Text, long Count);

/// <summary>What an uploaded list holds.</summary>
/// <param name="Rows">Recipients.</param>
/// <param name="BadRows">Rows that could not be used.</param>
/// <param name="Duplicates">Rows that named somebody a second time; the first one counts.</param>
/// <param name="FirstBadRows">The first bad rows, at most 20.</param>
public sealed record BroadcastListDto(long Rows, long BadRows, long Duplicates, IReadOnlyList<BroadcastBadRowDto> FirstBadRows);

/// <summary>A row of a list that could not be used.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Rule">Stable code of the rule it breaks.</param>
/// <param name="Message">The rule in the caller's language.</param>
public sealed record BroadcastBadRowDto(long Line, string Field, string Rule, string Message);

/// <summary>A source of the host's, for choosing it.</summary>
/// <param name="Name">What broadcasts call it.</param>
/// <param name="Description">What it yields and which arguments it understands, in the host's words; null where it says nothing.</param>
public sealed record AudienceSourceDto(string Name, string? Description);

/// <summary>Whom a broadcast would reach. What users allow until it is sent, and what only WeChat knows, is not in it.</summary>
public sealed record BroadcastDryRunDto
{
    /// <summary>Recipients; of a source, those that were read.</summary>
    public required long Total { get; init; }

    /// <summary>Those of whom nothing is known that stands against it.</summary>
    public required long Reachable { get; init; }

    /// <summary>Of these: those without a permit of the template's own; the next template of its chain takes over where it can.</summary>
    public required long ViaFallback { get; init; }

    /// <summary>The others, by what stands against it. Who lacks a permit may still have allowed it without our knowing: WeChat decides.</summary>
    public required IReadOnlyList<UnreachableDto> Unreachable { get; init; }

    /// <summary>Whether only the beginning of the audience was looked at: the first 100,000 of a source, or of a list for its values.</summary>
    public required bool IsSampled { get; init; }

    /// <summary>What is wrong with the values, in the caller's language; each rule once.</summary>
    public required IReadOnlyList<FieldViolationDto> Violations { get; init; }

    /// <summary>The first message as it would be sent; null when its values cannot be rendered.</summary>
    public BroadcastPreviewDto? Preview { get; init; }
}

/// <summary>Recipients whom a broadcast would not reach.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">The same in the caller's language.</param>
/// <param name="Count">How many.</param>
/// <param name="SampleLines">Some of their lines; empty unless the audience is a list.</param>
public sealed record UnreachableDto(DeliveryReason Reason, string Text, long Count, IReadOnlyList<long> SampleLines);

/// <summary>A message as it would be sent.</summary>
/// <param name="Fields">Field key and text, in the template's order.</param>
/// <param name="Page">The page a tap opens.</param>
public sealed record BroadcastPreviewDto(IReadOnlyList<KeyValuePair<string, string>> Fields, string? Page);
