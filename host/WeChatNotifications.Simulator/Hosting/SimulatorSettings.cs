using System.ComponentModel.DataAnnotations;

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
    };
}
