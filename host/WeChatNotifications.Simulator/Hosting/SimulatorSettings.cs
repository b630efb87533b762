using System.ComponentModel.DataAnnotations;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>Behaviour that can be changed while running. Null leaves a value as it is.</summary>
public sealed record SimulatorSettings
{
    /// <summary>True: an accepted send answers without <c>msgid</c>, as WeChat's API page has it. Default false.</summary>
    public bool? MsgIdAbsent { get; init; }

    /// <summary>Content type of every answer, for example <c>text/plain</c>; empty for none. Default <c>application/json; charset=utf-8</c>.</summary>
    [RegularExpression("[ -~]*", ErrorMessage = "The content type takes printable ASCII characters only.")]
    public string? ContentType { get; init; }

    /// <summary>Which WeChat answers: the one of 2018, with template messages by form id and uniform messages, or the one of today, which has retired both. Default today.</summary>
    public SimulatedPeriod? Period { get; init; }

    /// <summary>A send whose values contain one of these, in any letter case, answers 45168.</summary>
    public IReadOnlyList<string>? SensitiveWords { get; init; }

    /// <summary>True: a send whose JSON spells a character as <c>\uXXXX</c> answers 40033, as older calls of WeChat do. Default false.</summary>
    public bool? RefuseEscapedUnicode { get; init; }

    /// <summary>
    /// True: the last page of user/get has an empty <c>next_openid</c>. False: it names its last follower, as the other pages do, and
    /// only the page after the end is empty. WeChat's documents show both. Default false.
    /// </summary>
    public bool? EmptyNextOpenIdOnLastPage { get; init; }

    /// <summary>
    /// The data key whose value makes a message what it is, such as an order number: two messages of one app, user and template
    /// with the same value are the same. Empty: page and all values together. Default empty.
    /// </summary>
    public string? IdentityKey { get; init; }

    /// <summary>
    /// How many accepted messages can be read back, 0 to 10,000,000; older ones make room. Each costs its body and 56 bytes. All
    /// messages are counted and compared, kept or not. Default 250,000.
    /// </summary>
    [Range(0, 10_000_000)]
    public int? KeepMessages { get; init; }

    /// <summary>
    /// How many different messages are remembered to recognise duplicates, 0 to 50,000,000, at 40 to 80 bytes each. Beyond them,
    /// new messages are accepted without being compared, and the report says how many. Default 10,000,000.
    /// </summary>
    [Range(0, 50_000_000)]
    public int? CompareMessages { get; init; }

    /// <summary>How long an app's server has to answer a push, in real milliseconds, 10 to 60,000. Default 5,000, as WeChat's.</summary>
    [Range(10, 60_000)]
    public int? PushTimeoutMs { get; init; }

    /// <summary>How many pushes can be read back and repeated, 0 to 1,000,000, at up to some kilobytes each. Default 10,000.</summary>
    [Range(0, 1_000_000)]
    public int? KeepPushes { get; init; }

    /// <summary>How long after a message its receipt is pushed, in real milliseconds, 0 to 600,000. Default 0.</summary>
    [Range(0, 600_000)]
    public int? ReceiptDelayMs { get; init; }

    /// <summary>What receipts say. A template message to a blocked user fails with <see cref="ReceiptOutcome.UserBlock"/> in any case. Default success.</summary>
    public ReceiptOutcome? Receipt { get; init; }

    /// <summary>Which part of the receipts says <see cref="Receipt"/>, 0 to 1, by chance; the others say success. Default 1.</summary>
    [Range(0.0, 1.0)]
    public double? ReceiptShare { get; init; }

    /// <summary>
    /// True: the popup event is pushed even when the user's remembered choice answers without a dialog. WeChat does not say. Default false.
    /// </summary>
    public bool? PushSilentChoices { get; init; }

    internal TimeSpan PushPatience => TimeSpan.FromMilliseconds(PushTimeoutMs ?? 0);

    /// <summary>Null: answers carry no content type.</summary>
    internal string? ContentTypeSent => string.IsNullOrEmpty(ContentType) ? null : ContentType;

    internal static SimulatorSettings Standard { get; } = new()
    {
        MsgIdAbsent = false,
        ContentType = "application/json; charset=utf-8",
        Period = SimulatedPeriod.Today,
        SensitiveWords = [],
        RefuseEscapedUnicode = false,
        EmptyNextOpenIdOnLastPage = false,
        IdentityKey = "",
        KeepMessages = 250_000,
        CompareMessages = 10_000_000,
        PushTimeoutMs = 5_000,
        KeepPushes = 10_000,
        ReceiptDelayMs = 0,
        Receipt = ReceiptOutcome.Success,
        ReceiptShare = 1,
        PushSilentChoices = false,
    };

    internal SimulatorSettings With(SimulatorSettings change) => new()
    {
        MsgIdAbsent = change.MsgIdAbsent ?? MsgIdAbsent,
        ContentType = change.ContentType ?? ContentType,
        Period = change.Period ?? Period,
        SensitiveWords = change.SensitiveWords ?? SensitiveWords,
        RefuseEscapedUnicode = change.RefuseEscapedUnicode ?? RefuseEscapedUnicode,
        EmptyNextOpenIdOnLastPage = change.EmptyNextOpenIdOnLastPage ?? EmptyNextOpenIdOnLastPage,
        IdentityKey = change.IdentityKey ?? IdentityKey,
        KeepMessages = change.KeepMessages ?? KeepMessages,
        CompareMessages = change.CompareMessages ?? CompareMessages,
        PushTimeoutMs = change.PushTimeoutMs ?? PushTimeoutMs,
        KeepPushes = change.KeepPushes ?? KeepPushes,
        ReceiptDelayMs = change.ReceiptDelayMs ?? ReceiptDelayMs,
        Receipt = change.Receipt ?? Receipt,
        ReceiptShare = change.ReceiptShare ?? ReceiptShare,
        PushSilentChoices = change.PushSilentChoices ?? PushSilentChoices,
    };
}
