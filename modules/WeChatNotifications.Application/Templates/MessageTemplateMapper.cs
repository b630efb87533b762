using WeChatNotifications.Localization;

namespace WeChatNotifications.Templates;

/// <summary>Between templates and what administrators see of them.</summary>
internal static class MessageTemplateMapper
{
    public static MessageTemplateDto ToDto(MessageTemplate template, IModuleTexts texts) => new()
    {
        Id = template.Id,
        Name = template.Name,
        AppCredentialId = template.AppCredentialId,
        Channel = template.Channel,
        WeChatTemplateId = template.WeChatTemplateId,
        Title = template.Title,
        SubscriptionKind = template.SubscriptionKind,
        Fields = [.. template.Fields.Select(ToDto)],
        PagePattern = template.PagePattern,
        MiniProgramVersion = template.MiniProgramVersion,
        Language = template.Language,
        UrlPattern = template.UrlPattern,
        JumpAppId = template.JumpAppId,
        EmphasisKeyword = template.EmphasisKeyword,
        OfficialAccountAppId = template.OfficialAccountAppId,
        Weapp = template.Weapp is { } weapp ? ToDto(weapp) : null,
        FallbackTemplateId = template.FallbackTemplateId,
        RequiresGrant = template.RequiresGrant,
        QuietHours = template.QuietHours is { } quiet ? new QuietHoursDto { From = quiet.From, To = quiet.To } : null,
        IsEnabled = template.IsEnabled,
        IsRetired = template.Channel.IsRetired(),
        RetirementAdvice = template.Channel.IsRetired() ? texts.Get("Channel.Retired:" + template.Channel) : null,
        CreatedAt = template.CreatedAt,
        UpdatedAt = template.UpdatedAt,
        ConcurrencyStamp = template.ConcurrencyStamp,
    };

    public static MessageTemplateSettings SettingsOf(SaveMessageTemplateDto input) => new()
    {
        Name = input.Name,
        AppCredentialId = input.AppCredentialId,
        Channel = input.Channel,
        WeChatTemplateId = input.WeChatTemplateId,
        Title = input.Title,
        SubscriptionKind = input.SubscriptionKind,
        Fields = [.. (input.Fields ?? []).Select(FieldOf)],
        PagePattern = input.PagePattern,
        MiniProgramVersion = input.MiniProgramVersion,
        Language = input.Language,
        UrlPattern = input.UrlPattern,
        JumpAppId = input.JumpAppId,
        EmphasisKeyword = input.EmphasisKeyword,
        OfficialAccountAppId = input.OfficialAccountAppId,
        Weapp = input.Weapp is { } weapp ? WeappOf(weapp) : null,
        FallbackTemplateId = input.FallbackTemplateId,
        RequiresGrant = input.RequiresGrant,
        QuietHours = input.QuietHours is { } quiet ? new QuietHours(quiet.From ?? "", quiet.To ?? "") : null,
        IsEnabled = input.IsEnabled,
    };

    private static WeappTemplatePartDto ToDto(WeappTemplatePart weapp) => new()
    {
        WeChatTemplateId = weapp.WeChatTemplateId,
        Fields = [.. weapp.Fields.Select(ToDto)],
        PagePattern = weapp.PagePattern,
        EmphasisKeyword = weapp.EmphasisKeyword,
    };

    private static WeappTemplatePart WeappOf(WeappTemplatePartDto weapp) => new()
    {
        WeChatTemplateId = weapp.WeChatTemplateId,
        Fields = [.. (weapp.Fields ?? []).Select(FieldOf)],
        PagePattern = weapp.PagePattern,
        EmphasisKeyword = weapp.EmphasisKeyword,
    };

    private static TemplateFieldDto ToDto(TemplateField field) => new()
    {
        Key = field.Key,
        Name = field.Name,
        Overflow = field.Overflow,
        Format = field.Format,
        DefaultValue = field.DefaultValue,
        AllowedValues = field.AllowedValues.Count > 0 ? field.AllowedValues : null,
        Color = field.Color,
        Type = field.Type,
    };

    // A list from outside may hold nulls whatever its type says.
    private static TemplateField FieldOf(TemplateFieldDto? field) => new()
    {
        Key = field?.Key ?? "",
        Name = field?.Name,
        Overflow = field?.Overflow ?? default,
        Format = field?.Format,
        DefaultValue = field?.DefaultValue,
        AllowedValues = field?.AllowedValues ?? [],
        Color = field?.Color,
    };
}
