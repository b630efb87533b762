namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>One template message of a verified service account to one of its followers.</summary>
public sealed record OfficialAccountTemplateMessage
{
    /// <summary>The receiver's openid under this official account.</summary>
    public required string ToUser { get; init; }

    /// <summary>The template's id in this official account.</summary>
    public required string TemplateId { get; init; }

    /// <summary>
    /// Web page that opens on a tap. With <see cref="MiniProgram"/> it is for clients too old for mini programs; without both
    /// the message opens nothing.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>Mini program that opens on a tap.</summary>
    public MiniProgramLink? MiniProgram { get; init; }

    /// <summary>
    /// WeChat sends one message for the same receiver and id within 10 minutes, which makes a repeated send safe for that long.
    /// </summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Field name (<c>thing1</c>, without <c>.DATA</c>) and its value, each name once. Sent in this order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <summary>Colours of values by field name (<c>#173177</c>). WeChat has ignored them since 2023-05-04.</summary>
    public IReadOnlyDictionary<string, string>? Colors { get; init; }

    /// <summary>Template and number of fields only: openid and content are personal data.</summary>
    public override string ToString() => $"{nameof(OfficialAccountTemplateMessage)} {{ TemplateId = {TemplateId}, Fields = {Data?.Count ?? 0} }}";
}
