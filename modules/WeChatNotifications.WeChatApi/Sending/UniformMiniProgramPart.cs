namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>The <c>weapp_template_msg</c> of a <see cref="UniformMessage"/>.</summary>
public sealed record UniformMiniProgramPart
{
    /// <inheritdoc cref="TemplateMessage.TemplateId"/>
    public required string TemplateId { get; init; }

    /// <inheritdoc cref="TemplateMessage.Page"/>
    public string? Page { get; init; }

    /// <inheritdoc cref="TemplateMessage.FormId"/>
    public required string FormId { get; init; }

    /// <inheritdoc cref="TemplateMessage.Data"/>
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <inheritdoc cref="TemplateMessage.Colors"/>
    public IReadOnlyDictionary<string, string>? Colors { get; init; }

    /// <inheritdoc cref="TemplateMessage.EmphasisKeyword"/>
    public string? EmphasisKeyword { get; init; }

    /// <summary>Template and number of fields only: permit and content are personal data.</summary>
    public override string ToString() => $"{nameof(UniformMiniProgramPart)} {{ TemplateId = {TemplateId}, Fields = {Data?.Count ?? 0} }}";
}
