namespace WeChatNotifications.Templates;

/// <summary>A template that WeChat holds, or held.</summary>
public sealed record RemoteTemplateDto
{
    /// <summary>Our id of it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The app that holds it.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>WeChat's template id, with which messages are sent.</summary>
    public required string WeChatTemplateId { get; init; }

    /// <summary>The title users see.</summary>
    public required string Title { get; init; }

    /// <summary>WeChat's own lines, such as <c>会议时间:{{date2.DATA}}</c>.</summary>
    public required string Content { get; init; }

    /// <summary>WeChat's example.</summary>
    public required string? Example { get; init; }

    /// <summary>The message API that takes it.</summary>
    public required MessageChannel Channel { get; init; }

    /// <summary>How consent counts; null for an official account's template message, which needs none.</summary>
    public required SubscriptionKind? SubscriptionKind { get; init; }

    /// <summary>Its fields, read from the content.</summary>
    public required IReadOnlyList<RemoteTemplateFieldDto> Fields { get; init; }

    /// <summary>Names of the message templates that use it.</summary>
    public required IReadOnlyList<string> UsedBy { get; init; }

    /// <summary>When it was last seen at WeChat.</summary>
    public required DateTimeOffset SyncedAt { get; init; }

    /// <summary>When it was found missing there; null while it exists.</summary>
    public required DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>A field as WeChat shows it.</summary>
/// <param name="Key">WeChat's key, such as <c>date2</c>.</param>
/// <param name="Label">What users see before the value; null where there is nothing.</param>
/// <param name="Type">The field's type, read from its key; null for one that this version does not know.</param>
/// <param name="AllowedValues">The values that an enum field takes; null where WeChat lists none.</param>
public sealed record RemoteTemplateFieldDto(string Key, string? Label, TemplateFieldType? Type, IReadOnlyList<string>? AllowedValues);

/// <summary>Asks for a look at WeChat.</summary>
public sealed record SyncTemplatesDto
{
    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>Whether to ask WeChat even when it was asked a moment ago. WeChat's daily quota of these calls is small.</summary>
    public bool Force { get; init; }
}

/// <summary>What a look at WeChat brought.</summary>
/// <param name="AskedWeChat">Whether WeChat was asked; if not, the last look was a moment ago and stands.</param>
/// <param name="SyncedAt">When WeChat was last asked.</param>
/// <param name="Added">How many templates were new.</param>
/// <param name="Changed">How many WeChat describes in another way than before.</param>
/// <param name="Removed">How many are gone.</param>
/// <param name="Templates">All that WeChat holds, and those that are gone.</param>
public sealed record TemplateSyncResultDto(
    bool AskedWeChat, DateTimeOffset SyncedAt, int Added, int Changed, int Removed, IReadOnlyList<RemoteTemplateDto> Templates);

/// <summary>What WeChat does not know about a template that is taken over; everything else may be changed afterwards.</summary>
public sealed record AdoptTemplateDto
{
    /// <summary>Logical name, unique in the tenant.</summary>
    public string? Name { get; init; }

    /// <summary>What business code calls fields, by WeChat's key; a field that is not here is called by its label.</summary>
    public IReadOnlyDictionary<string, string>? FieldNames { get; init; }

    /// <summary>The page a tap opens, with placeholders such as <c>{orderId}</c>.</summary>
    public string? PagePattern { get; init; }

    /// <summary>The https address a tap opens, for official accounts.</summary>
    public string? UrlPattern { get; init; }

    /// <summary>Appid of the mini program that the page belongs to, for official accounts; null for the one that the account is linked to.</summary>
    public string? JumpAppId { get; init; }

    /// <summary>Which version of the mini program a tap opens.</summary>
    public MiniProgramVersion MiniProgramVersion { get; init; }

    /// <summary>Whether new notifications may use it. Default true.</summary>
    public bool IsEnabled { get; init; } = true;
}
