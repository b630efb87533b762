using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Push;

/// <summary>How far a push has come.</summary>
[JsonConverter(typeof(NamedEnumConverter<PushState>))]
public enum PushState
{
    /// <summary>A try is under way or will follow.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>Three tries, no good answer.</summary>
    [JsonStringEnumMemberName("givenUp")]
    GivenUp,
}

/// <summary>One event pushed to an app's server, or about to be.</summary>
public sealed record PushRecord
{
    /// <summary>1, 2, 3, … since the last reset.</summary>
    public required long Id { get; init; }

    public required string AppId { get; init; }

    public required string OpenId { get; init; }

    /// <summary>WeChat's name of it, for example <c>subscribe_msg_popup_event</c>.</summary>
    public required string Event { get; init; }

    /// <summary>CreateTime, in simulated time.</summary>
    public required DateTimeOffset At { get; init; }

    public required PushMode Mode { get; init; }

    public required PushFormat Format { get; init; }

    /// <summary>In the clear, encrypted on the wire or not.</summary>
    public required string Body { get; init; }

    public required PushState State { get; init; }

    /// <summary>The push this one repeats; null for one of its own.</summary>
    public long? RepeatOf { get; init; }

    public required IReadOnlyList<PushTry> Tries { get; init; }
}

/// <summary>One request to an app's server.</summary>
/// <param name="At">In simulated time.</param>
/// <param name="DurationMs">In real milliseconds.</param>
/// <param name="Status">Null: no answer.</param>
/// <param name="Answer">The body that came back, its first 1,000 characters.</param>
/// <param name="Error">Why it does not count; null for a good one.</param>
public sealed record PushTry(DateTimeOffset At, double DurationMs, int? Status, string? Answer, string? Error);

/// <summary>Which pushes to read or to repeat. Null filters nothing.</summary>
public sealed record PushFilter
{
    public long? Id { get; init; }

    public string? AppId { get; init; }

    public string? OpenId { get; init; }

    public string? Event { get; init; }

    /// <summary>Only pushes after this id. Default 0.</summary>
    public long After { get; init; }

    /// <summary>At most so many, 1 to 10,000. Default 100.</summary>
    public int Limit { get; set; } = 100;

    internal bool Matches(PushJob job) => job.Id > After
        && (Id is null || Id == job.Id)
        && (AppId is null || AppId == job.App.AppId)
        && (OpenId is null || OpenId == job.OpenId)
        && (Event is null || Event == job.EventName);
}

/// <summary>A page of pushes.</summary>
/// <param name="Next">Goes into <see cref="PushFilter.After"/> for the next page; null at the end.</param>
/// <param name="Waiting">Pushes of all apps that have not come to their end.</param>
/// <param name="Dropped">Pushes that were never tried because too many were waiting.</param>
public sealed record PushPage(IReadOnlyList<PushRecord> Pushes, long? Next, long Waiting, long Dropped);

/// <summary>How many pushes go out once more.</summary>
public sealed record Redelivery(int Pushes);
