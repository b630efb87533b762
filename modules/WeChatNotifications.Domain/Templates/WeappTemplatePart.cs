namespace WeChatNotifications.Templates;

/// <summary>The <c>weapp_template_msg</c> of a uniform message: what the mini program itself sends, paid for with a form id.</summary>
public sealed record WeappTemplatePart
{
    /// <summary>WeChat's template id under the mini program.</summary>
    public required string? WeChatTemplateId { get; init; }

    /// <summary>The fields in WeChat's order.</summary>
    public IReadOnlyList<TemplateField> Fields { get; init; } = [];

    /// <summary>The page a tap opens, with placeholders.</summary>
    public string? PagePattern { get; init; }

    /// <summary>Key of the field that is shown large; null for none.</summary>
    public string? EmphasisKeyword { get; init; }

    /// <summary>Compares by value, the fields included.</summary>
    public bool Equals(WeappTemplatePart? other)
        => other is not null && WeChatTemplateId == other.WeChatTemplateId && PagePattern == other.PagePattern && EmphasisKeyword == other.EmphasisKeyword
            && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(WeChatTemplateId, PagePattern, EmphasisKeyword, Fields.Count);
}
