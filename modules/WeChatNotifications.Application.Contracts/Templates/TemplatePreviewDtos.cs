using WeChatNotifications.Sending;

namespace WeChatNotifications.Templates;

/// <summary>A template as it is being written, with values to try it with.</summary>
public sealed record PreviewTemplateDto
{
    /// <summary>The app that shall send it: its culture and time zone count. Null for those of a new app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>The WeChat message API it is sent through.</summary>
    public MessageChannel Channel { get; init; }

    /// <summary>WeChat's template id: the labels that WeChat shows are those of the last synchronisation.</summary>
    public string? WeChatTemplateId { get; init; }

    /// <summary>The title users see; null for WeChat's.</summary>
    public string? Title { get; init; }

    /// <summary>The fields in WeChat's order.</summary>
    public IReadOnlyList<TemplateFieldDto>? Fields { get; init; }

    /// <summary>Key of the field that is shown large.</summary>
    public string? EmphasisKeyword { get; init; }

    /// <summary>The page a tap opens, with placeholders.</summary>
    public string? PagePattern { get; init; }

    /// <summary>The https address a tap opens, with placeholders.</summary>
    public string? UrlPattern { get; init; }

    /// <summary>Values by field key, field name or placeholder, as a person writes them; what has none gets an example.</summary>
    public IReadOnlyDictionary<string, string?>? Samples { get; init; }
}

/// <summary>What a template makes of sample values.</summary>
/// <param name="Fields">The fields in their order.</param>
/// <param name="Card">The card as a user sees it.</param>
/// <param name="Violations">What is wrong beside the fields, in the caller's language.</param>
public sealed record TemplatePreviewDto(IReadOnlyList<FieldPreviewDto> Fields, TemplateCardDto Card, IReadOnlyList<FieldViolationDto> Violations);

/// <summary>One field with a sample value.</summary>
public sealed record FieldPreviewDto
{
    /// <summary>WeChat's key.</summary>
    public required string Key { get; init; }

    /// <summary>What users see before the value: WeChat's label where it is known, else the name or the key.</summary>
    public required string Label { get; init; }

    /// <summary>The field's type; null for a key that is none of WeChat's.</summary>
    public required TemplateFieldType? Type { get; init; }

    /// <summary>The value it was tried with.</summary>
    public required string Sample { get; init; }

    /// <summary>What a user would read; may be empty when the value is refused.</summary>
    public required string Rendered { get; init; }

    /// <summary>How many characters the value has before anything is cut.</summary>
    public required int Length { get; init; }

    /// <summary>Most characters; null where WeChat does not count them.</summary>
    public required int? Max { get; init; }

    /// <summary>What WeChat accepts, in the caller's language; null for an unknown type, and for a list without values.</summary>
    public required string? Rule { get; init; }

    /// <summary>What is wrong with the field or the value, in the caller's language.</summary>
    public required IReadOnlyList<FieldViolationDto> Violations { get; init; }
}

/// <summary>A card as the phone shows it.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Emphasis">The line that is shown large; null for none.</param>
/// <param name="Rows">The other lines.</param>
/// <param name="Page">The page a tap opens; null for none.</param>
/// <param name="Url">The address a tap opens; null for none.</param>
public sealed record TemplateCardDto(string Title, TemplateCardRowDto? Emphasis, IReadOnlyList<TemplateCardRowDto> Rows, string? Page, string? Url);

/// <summary>One line of a card.</summary>
/// <param name="Label">What stands before the value; empty for one that stands alone.</param>
/// <param name="Value">The value.</param>
/// <param name="Color">Colour as <c>#RRGGBB</c>; null for WeChat's.</param>
public sealed record TemplateCardRowDto(string Label, string Value, string? Color);
