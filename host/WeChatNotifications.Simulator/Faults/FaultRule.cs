using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Faults;

/// <summary>What goes wrong.</summary>
[JsonConverter(typeof(NamedEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>An error code in WeChat's JSON.</summary>
    [JsonStringEnumMemberName("wechat-error")]
    WeChatError,

    /// <summary>An HTTP status without a body.</summary>
    [JsonStringEnumMemberName("http-status")]
    HttpStatus,

    /// <summary>The connection is reset before anything is processed.</summary>
    [JsonStringEnumMemberName("reset-before")]
    ResetBefore,

    /// <summary>The call takes effect, then the connection is reset: the answer is lost.</summary>
    [JsonStringEnumMemberName("reset-after")]
    ResetAfter,

    /// <summary>No answer, until the caller gives up.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>The right answer, late.</summary>
    [JsonStringEnumMemberName("slow")]
    Slow,

    /// <summary>The call takes effect; half of its answer arrives.</summary>
    [JsonStringEnumMemberName("truncated")]
    Truncated,

    /// <summary>A proxy's HTML page.</summary>
    [JsonStringEnumMemberName("html")]
    Html,
}

/// <summary>A fault and the calls it strikes. Null matches everything; the first rule that strikes wins.</summary>
public sealed record FaultRule
{
    /// <summary>Chosen by the simulator when empty.</summary>
    [Required(AllowEmptyStrings = true)]
    public string Id { get; set; } = "";

    public required FaultKind Kind { get; init; }

    /// <summary>A call of the simulator, for example <c>/cgi-bin/message/subscribe/send</c>.</summary>
    public string? Path { get; init; }

    public string? AppId { get; init; }

    public string? OpenId { get; init; }

    public string? TemplateId { get; init; }

    /// <summary>Which part of the matching calls it strikes, 0 to 1, by chance. Default 1.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; set; } = 1;

    /// <summary>How many calls it strikes before it is spent, 1 or more. Null: no end.</summary>
    [Range(1, int.MaxValue)]
    public int? Count { get; init; }

    /// <summary>For <see cref="FaultKind.WeChatError"/>: any code but 0, which would promise a message nobody keeps. Default -1.</summary>
    public int ErrorCode { get; set; } = -1;

    /// <summary>For <see cref="FaultKind.WeChatError"/>: the text before the rid. Null: the code's own.</summary>
    public string? Message { get; init; }

    /// <summary>For <see cref="FaultKind.HttpStatus"/> (default 500) and <see cref="FaultKind.Html"/> (default 200).</summary>
    [Range(200, 599)]
    public int? Status { get; init; }

    /// <summary>For <see cref="FaultKind.Slow"/>: milliseconds, 1 to 600,000.</summary>
    [Range(0, 600_000)]
    public int DelayMs { get; init; }

    /// <summary>
    /// True: the call takes effect although the caller sees an error. For <see cref="FaultKind.WeChatError"/>,
    /// <see cref="FaultKind.HttpStatus"/>, <see cref="FaultKind.Html"/> and <see cref="FaultKind.Hang"/>; the others have it in their name.
    /// </summary>
    public bool AfterProcessing { get; init; }

    /// <summary>How often it has struck. Set by the simulator.</summary>
    public long Struck { get; init; }

    internal bool TakesEffect => AfterProcessing || Kind is FaultKind.ResetAfter or FaultKind.Slow or FaultKind.Truncated;
}
