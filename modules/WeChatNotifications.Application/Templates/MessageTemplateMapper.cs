namespace WeChatNotifications.Templates;

/// <summary>Between templates and what administrators see of them.</summary>
internal static class MessageTemplateMapper
{
    public static MessageTemplateDto ToDto(MessageTemplate template) => new()
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
        IsEnabled = template.IsEnabled,
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
        IsEnabled = input.IsEnabled,
    };

    private static TemplateFieldDto ToDto(TemplateField field) => new()
    {
        Key = field.Key,
        Name = field.Name,
        Overflow = field.Overflow,
        Format = field.Format,
        DefaultValue = field.DefaultValue,
        AllowedValues = field.AllowedValues.Count > 0 ? field.AllowedValues : null,
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
    };
}
