using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Everything an administrator may say about a template.</summary>
public sealed record MessageTemplateSettings
{
    private static readonly string[] Languages = ["zh_CN", "en_US", "zh_HK", "zh_TW"];

    /// <summary>The logical name.</summary>
    public required string? Name { get; init; }

    /// <summary>The app that sends it.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>The WeChat message API it is sent through.</summary>
    public MessageChannel Channel { get; init; }

    /// <summary>WeChat's private template id.</summary>
    public required string? WeChatTemplateId { get; init; }

    /// <summary>The title that users see.</summary>
    public string? Title { get; init; }

    /// <summary>How consent counts.</summary>
    public SubscriptionKind SubscriptionKind { get; init; } = SubscriptionKind.OneTime;

    /// <summary>The fields in WeChat's order.</summary>
    public IReadOnlyList<TemplateField> Fields { get; init; } = [];

    /// <summary>The page a tap opens.</summary>
    public string? PagePattern { get; init; }

    /// <summary>Which version of the mini program a tap opens.</summary>
    public MiniProgramVersion MiniProgramVersion { get; init; }

    /// <summary>Language of the card's fixed texts.</summary>
    public string? Language { get; init; }

    /// <summary>The https address a tap opens.</summary>
    public string? UrlPattern { get; init; }

    /// <summary>Appid of the mini program that the page belongs to.</summary>
    public string? JumpAppId { get; init; }

    /// <summary>Key of the field that is shown large.</summary>
    public string? EmphasisKeyword { get; init; }

    /// <summary>Appid of the official account of a uniform message.</summary>
    public string? OfficialAccountAppId { get; init; }

    /// <summary>What a uniform message sends as the mini program itself.</summary>
    public WeappTemplatePart? Weapp { get; init; }

    /// <summary>The template that takes over when this one cannot reach the user.</summary>
    public Guid? FallbackTemplateId { get; init; }

    /// <summary>Whether WeChat is not even asked without a known accept.</summary>
    public bool RequiresGrant { get; init; }

    /// <summary>When its messages wait.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>Whether new notifications may use it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether it has a part for the channel's own message: a uniform message may do without one, if the mini program's is there.</summary>
    internal bool HasMainPart => Channel != MessageChannel.UniformMessage || Weapp is null || !string.IsNullOrWhiteSpace(WeChatTemplateId) || Fields.Count > 0;

    /// <summary>Checks every rule and returns the settings with texts trimmed.</summary>
    /// <exception cref="RuleViolationException">A value breaks a rule.</exception>
    internal MessageTemplateSettings Check()
    {
        var check = new RuleCheck();
        var result = this with
        {
            Name = CheckName(Name, check),
            Title = check.OptionalText(Title, "title", MessageTemplateLimits.TitleLength),
            PagePattern = check.OptionalText(PagePattern, "pagePattern", MessageTemplateLimits.PageLength),
            UrlPattern = check.OptionalText(UrlPattern, "urlPattern", MessageTemplateLimits.UrlLength),
            JumpAppId = check.AppId(JumpAppId, "jumpAppId"),
            OfficialAccountAppId = check.AppId(OfficialAccountAppId, "officialAccountAppId"),
            EmphasisKeyword = string.IsNullOrWhiteSpace(EmphasisKeyword) ? null : EmphasisKeyword.Trim(),
            Language = check.OptionalText(Language, "language", 10),
            FallbackTemplateId = FallbackTemplateId == Guid.Empty ? null : FallbackTemplateId,
            QuietHours = QuietHours.Check(QuietHours, check),
            Fields = Normalize(Fields),
            Weapp = Weapp is null ? null : Weapp with { Fields = Normalize(Weapp.Fields) },
        };
        result = result with
        {
            WeChatTemplateId = result.HasMainPart
                ? check.Text(WeChatTemplateId, "weChatTemplateId", MessageTemplateLimits.WeChatTemplateIdLength)
                : "",
        };
        if (AppCredentialId == Guid.Empty)
        {
            check.Add(new("appCredentialId", RuleCodes.Required));
        }

        check.Defined(Channel, "channel");
        check.Defined(SubscriptionKind, "subscriptionKind");
        check.Defined(MiniProgramVersion, "miniProgramVersion");
        if (result.Language is { } language && !Languages.Contains(language, StringComparer.Ordinal))
        {
            check.Add(new("language", RuleCodes.NotAllowed, ("allowed", string.Join(", ", Languages))));
        }

        if (result.PagePattern is { } page && !Templates.PagePattern.IsValid(page))
        {
            check.Add(new("pagePattern", RuleCodes.Page));
        }

        if (result.UrlPattern is { } url && !Templates.UrlPattern.IsValid(url))
        {
            check.Add(new("urlPattern", RuleCodes.Url));
        }

        if (result.HasMainPart)
        {
            TemplateFieldList.Check(result.Fields, "fields", check);
        }

        result = ChannelRules.Check(result, check);
        check.ThrowIfBroken();
        return result;
    }

    /// <summary>Checks a logical name and returns it trimmed; whether it is taken, the database knows.</summary>
    public static string CheckName(string? name, RuleCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var trimmed = check.Text(name, "name", MessageTemplateLimits.NameLength);
        if (trimmed.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':')))
        {
            check.Add(new("name", RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 - _ . :")));
        }

        return trimmed;
    }

    internal static IReadOnlyList<TemplateField> Normalize(IReadOnlyList<TemplateField>? fields) => [.. (fields ?? []).Select(Normalize)];

    private static TemplateField Normalize(TemplateField field) => field with
    {
        Key = field.Key?.Trim() ?? "",
        Name = string.IsNullOrWhiteSpace(field.Name) ? null : field.Name.Trim(),
        Format = string.IsNullOrWhiteSpace(field.Format) ? null : field.Format,
        DefaultValue = string.IsNullOrWhiteSpace(field.DefaultValue) ? null : field.DefaultValue.Trim(),
        Color = string.IsNullOrWhiteSpace(field.Color) ? null : field.Color.Trim(),
        AllowedValues = [.. (field.AllowedValues ?? []).Select(v => v?.Trim() ?? "")],
    };
}
