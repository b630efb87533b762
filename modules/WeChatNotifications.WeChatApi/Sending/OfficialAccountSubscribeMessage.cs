namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>One subscription notice of a verified official account to a user who accepted its template once.</summary>
public sealed record OfficialAccountSubscribeMessage
{
    /// <summary>The receiver's openid under this official account.</summary>
    public required string ToUser { get; init; }

    /// <summary>The private template id (<c>priTmplId</c>), not one of the public library and not one of template messages.</summary>
    public required string TemplateId { get; init; }

    /// <summary>Web page that opens on a tap.</summary>
    public string? Page { get; init; }

    /// <summary>Mini program that opens on a tap.</summary>
    public MiniProgramLink? MiniProgram { get; init; }

    /// <summary>Field name (<c>thing1</c>, without <c>.DATA</c>) and its value, each name once. Sent in this order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <summary>Template and number of fields only: openid and content are personal data.</summary>
    public override string ToString() => $"{nameof(OfficialAccountSubscribeMessage)} {{ TemplateId = {TemplateId}, Fields = {Data?.Count ?? 0} }}";
}
