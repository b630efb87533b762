namespace WeChatNotifications.Templates;

/// <summary>One field of a template.</summary>
public sealed record TemplateFieldDto
{
    /// <summary>WeChat's key, such as <c>thing1</c>.</summary>
    public string? Key { get; init; }

    /// <summary>What business code calls it.</summary>
    public string? Name { get; init; }

    /// <summary>What happens to a value that is too long. Default truncate.</summary>
    public OverflowRule Overflow { get; init; }

    /// <summary>A .NET format for dates, times and numbers.</summary>
    public string? Format { get; init; }

    /// <summary>Shown when a notification has no value; null makes the field required.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The values an <c>enum_string</c> or <c>const</c> field allows.</summary>
    public IReadOnlyList<string>? AllowedValues { get; init; }

    /// <summary>Colour of the value as <c>#RRGGBB</c>, for template and uniform messages. Official accounts ignore it since 2023-05-04.</summary>
    public string? Color { get; init; }

    /// <summary>The field's type, read from its key. Ignored in input.</summary>
    public TemplateFieldType? Type { get; init; }
}

/// <summary>What a uniform message sends as the mini program itself (<c>weapp_template_msg</c>), paid for with a form id.</summary>
public sealed record WeappTemplatePartDto
{
    /// <summary>WeChat's template id under the mini program.</summary>
    public string? WeChatTemplateId { get; init; }

    /// <summary>The fields in WeChat's order.</summary>
    public IReadOnlyList<TemplateFieldDto>? Fields { get; init; }

    /// <summary>The page a tap opens, with placeholders.</summary>
    public string? PagePattern { get; init; }

    /// <summary>Key of the field that is shown large.</summary>
    public string? EmphasisKeyword { get; init; }
}

/// <summary>Hours in which a template's messages wait, by the clock of the app's time zone.</summary>
public sealed record QuietHoursDto
{
    /// <summary>When they begin, as <c>HH:mm</c>.</summary>
    public string? From { get; init; }

    /// <summary>When they end, as <c>HH:mm</c>; before <see cref="From"/> when they pass midnight.</summary>
    public string? To { get; init; }
}

/// <summary>A template as it is given.</summary>
public record SaveMessageTemplateDto
{
    /// <summary>Logical name, unique in the tenant.</summary>
    public string? Name { get; init; }

    /// <summary>The app that sends it.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>The WeChat message API it is sent through.</summary>
    public MessageChannel Channel { get; init; }

    /// <summary>WeChat's private template id. May be empty for a uniform message that only has the mini program's part.</summary>
    public string? WeChatTemplateId { get; init; }

    /// <summary>The title users see.</summary>
    public string? Title { get; init; }

    /// <summary>How consent counts. Default one-time.</summary>
    public SubscriptionKind SubscriptionKind { get; init; } = SubscriptionKind.OneTime;

    /// <summary>The fields in WeChat's order.</summary>
    public IReadOnlyList<TemplateFieldDto>? Fields { get; init; }

    /// <summary>The page a tap opens, with placeholders such as <c>{orderId}</c>.</summary>
    public string? PagePattern { get; init; }

    /// <summary>Which version of the mini program a tap opens.</summary>
    public MiniProgramVersion MiniProgramVersion { get; init; }

    /// <summary>Language of the card's fixed texts: zh_CN, en_US, zh_HK or zh_TW; null for WeChat's default.</summary>
    public string? Language { get; init; }

    /// <summary>The https address a tap opens, with placeholders; for official accounts and uniform messages.</summary>
    public string? UrlPattern { get; init; }

    /// <summary>
    /// Appid of the mini program that the page belongs to, for official accounts and uniform messages. Null for the one that the
    /// official account is linked to; of a uniform message, for the sender itself.
    /// </summary>
    public string? JumpAppId { get; init; }

    /// <summary>Key of the field that is shown large; for template messages of mini programs.</summary>
    public string? EmphasisKeyword { get; init; }

    /// <summary>Appid of the official account of a uniform message; null for the one that the app is linked to.</summary>
    public string? OfficialAccountAppId { get; init; }

    /// <summary>What a uniform message sends as the mini program itself; WeChat takes it before the official account's part.</summary>
    public WeappTemplatePartDto? Weapp { get; init; }

    /// <summary>The template that takes over when this one cannot reach the user; a chain has at most 5.</summary>
    public Guid? FallbackTemplateId { get; init; }

    /// <summary>Whether WeChat is not even asked when no accept of the user is known; for subscribe messages.</summary>
    public bool RequiresGrant { get; init; }

    /// <summary>When its messages wait instead of being sent; null for never. A message that expires meanwhile is skipped.</summary>
    public QuietHoursDto? QuietHours { get; init; }

    /// <summary>Whether new notifications may use it. Default true.</summary>
    public bool IsEnabled { get; init; } = true;
}

/// <summary>Changes to a template.</summary>
public sealed record UpdateMessageTemplateDto : SaveMessageTemplateDto
{
    /// <summary>The stamp the caller saw; null overwrites whatever is there.</summary>
    public Guid? ConcurrencyStamp { get; init; }
}

/// <summary>A template as it stands.</summary>
public sealed record MessageTemplateDto : SaveMessageTemplateDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// How it differs from the template that WeChat was last seen to hold; empty when it does not, null when WeChat was never asked
    /// or does not list such templates.
    /// </summary>
    public IReadOnlyList<TemplateDriftDto>? Drift { get; init; }

    /// <summary>Whether WeChat has withdrawn the channel.</summary>
    public required bool IsRetired { get; init; }

    /// <summary>What takes the place of a withdrawn channel, in the caller's language; null for one that is not.</summary>
    public required string? RetirementAdvice { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Give it back with an update to make sure nobody else changed it meanwhile.</summary>
    public required Guid ConcurrencyStamp { get; init; }
}
