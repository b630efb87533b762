using System.Collections.Frozen;
using System.Diagnostics;

namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>
/// What WeChat pushed: a user's message, or an event. The same whether it came as XML or JSON, and whether numbers came as numbers
/// or texts.
/// </summary>
[DebuggerDisplay("{MsgType} {Event}")]
public sealed record PushedMessage
{
    /// <summary>WeChat's name of the account, <c>gh_…</c>; not its appid. Empty when it was not there.</summary>
    public string ToUserName { get; init; } = "";

    /// <summary>The user's openid. Empty when it was not there.</summary>
    public string FromUserName { get; init; } = "";

    /// <summary>When it happened, to the second; null when it was not there or is no time.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Kind of message, such as <c>text</c> or <c>event</c>. Empty when it was not there.</summary>
    public string MsgType { get; init; } = "";

    /// <summary>Name of the event, such as <c>subscribe_msg_popup_event</c>. Empty for a message.</summary>
    public string Event { get; init; } = "";

    /// <summary>Id of a user's message, or of the message that a receipt is about (<c>MsgId</c>, <c>MsgID</c>).</summary>
    public long? MessageId { get; init; }

    /// <summary>What became of a template message: <c>success</c>, <c>failed:user block</c>, <c>failed: system failed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What a <c>subscribe_msg_…_event</c> tells, a template each. Empty for everything else.</summary>
    public IReadOnlyList<SubscriptionItem> Items { get; init; } = [];

    /// <summary>All simple fields of the outermost level by name, such as <c>Content</c> or <c>EventKey</c>; names in any case.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The message as WeChat wrote it, decrypted: for what is nested deeper than <see cref="Fields"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>The encrypted form of the message, when the body held one.</summary>
    internal string? Encrypted => Fields.GetValueOrDefault("Encrypt") is { Length: > 0 } encrypted ? encrypted : null;

    /// <summary>Never the content, nor the user.</summary>
    public override string ToString() => $"{nameof(PushedMessage)} {{ {MsgType} {Event} }}";
}
