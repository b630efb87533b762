namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>The <c>mp_template_msg</c> of a <see cref="UniformMessage"/>.</summary>
public sealed record UniformOfficialAccountPart
{
    /// <summary>App id of the official account. It must be bound to the mini program and have the same owner, else <c>40013</c>.</summary>
    public required string AppId { get; init; }

    /// <summary>The template's id in that official account.</summary>
    public required string TemplateId { get; init; }

    /// <summary>Web page that opens on a tap where the mini program cannot.</summary>
    public string? Url { get; init; }

    /// <summary>Mini program that opens on a tap.</summary>
    public MiniProgramLink? MiniProgram { get; init; }

    /// <summary>Field name (<c>keyword1</c>, without <c>.DATA</c>) and its value, each name once. Sent in this order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <inheritdoc cref="TemplateMessage.Colors"/>
    public IReadOnlyDictionary<string, string>? Colors { get; init; }

    /// <summary>Account, template and number of fields only: content is personal data.</summary>
    public override string ToString() =>
        $"{nameof(UniformOfficialAccountPart)} {{ AppId = {AppId}, TemplateId = {TemplateId}, Fields = {Data?.Count ?? 0} }}";
}
