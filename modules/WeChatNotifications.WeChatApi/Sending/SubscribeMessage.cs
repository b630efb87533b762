namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>One subscribe message to one user of a mini program.</summary>
public sealed record SubscribeMessage
{
    /// <summary>The receiver's openid under this mini program.</summary>
    public required string ToUser { get; init; }

    /// <summary>The private template id (<c>priTmplId</c>), not one of the public library.</summary>
    public required string TemplateId { get; init; }

    /// <summary>Page that opens on a tap, a query is allowed (<c>orders/show?id=1</c>); without it the message opens nothing.</summary>
    public string? Page { get; init; }

    /// <summary>
    /// Field name (<c>thing1</c>, without <c>.DATA</c>) and its value, each name once. Sent in this order; the values' own
    /// rules (lengths, character sets) are WeChat's to judge.
    /// </summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <summary>Version of the mini program to open; <see langword="null"/> leaves it to WeChat (released).</summary>
    public MiniProgramState? MiniprogramState { get; init; }

    /// <summary>Language of the mini program's frame: <c>zh_CN</c> (WeChat's default), <c>en_US</c>, <c>zh_HK</c> or <c>zh_TW</c>.</summary>
    public string? Lang { get; init; }

    /// <summary>Template and number of fields only: openid and content are personal data.</summary>
    public override string ToString() => $"{nameof(SubscribeMessage)} {{ TemplateId = {TemplateId}, Fields = {Data?.Count ?? 0} }}";
}
