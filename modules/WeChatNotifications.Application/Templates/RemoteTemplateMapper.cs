using WeChatNotifications.Credentials;

namespace WeChatNotifications.Templates;

/// <summary>Between the templates at WeChat, what administrators see of them, and the message templates made of them.</summary>
internal static class RemoteTemplateMapper
{
    public static RemoteTemplateDto ToDto(RemoteTemplate remote, AppKind kind, IEnumerable<MessageTemplate> templates) => new()
    {
        Id = remote.Id,
        AppCredentialId = remote.AppCredentialId,
        WeChatTemplateId = remote.WeChatTemplateId,
        Title = remote.Title,
        Content = remote.Content,
        Example = remote.Example,
        Channel = remote.ChannelOf(kind),
        SubscriptionKind = remote.SubscriptionKind,
        Fields =
        [
            .. RemoteTemplateContent.Fields(remote.Content).Select(f => new RemoteTemplateFieldDto(
                f.Key, f.Label, TemplateFieldKey.TryParse(f.Key, out var type) ? type : null, remote.EnumKeywords.FirstOrDefault(k => k.Key == f.Key)?.Values)),
        ],
        UsedBy = [.. templates.Where(t => t.AppCredentialId == remote.AppCredentialId && t.WeChatTemplateId == remote.WeChatTemplateId).Select(t => t.Name)],
        SyncedAt = remote.SyncedAt,
        DeletedAt = remote.DeletedAt,
    };

    /// <summary>The settings of a message template made of one.</summary>
    public static MessageTemplateSettings SettingsOf(RemoteTemplate remote, AppKind kind, AdoptTemplateDto input) => new()
    {
        Name = input.Name,
        AppCredentialId = remote.AppCredentialId,
        Channel = remote.ChannelOf(kind),
        WeChatTemplateId = remote.WeChatTemplateId,
        Title = remote.Title,
        SubscriptionKind = remote.SubscriptionKind ?? SubscriptionKind.OneTime,
        Fields = FieldsOf(remote, input.FieldNames ?? new Dictionary<string, string>(StringComparer.Ordinal)),
        PagePattern = input.PagePattern,
        UrlPattern = input.UrlPattern,
        JumpAppId = input.JumpAppId,
        MiniProgramVersion = input.MiniProgramVersion,
        IsEnabled = input.IsEnabled,
    };

    /// <summary>A label that stands twice, or looks like another field's key, would not say which field is meant: such a field keeps its key alone.</summary>
    private static List<TemplateField> FieldsOf(RemoteTemplate remote, IReadOnlyDictionary<string, string> names)
    {
        var fields = RemoteTemplateContent.Fields(remote.Content);
        var taken = fields.Select(f => f.Key).Concat(names.Values).ToHashSet(StringComparer.Ordinal);
        var result = new List<TemplateField>();
        foreach (var field in fields)
        {
            var label = RemoteTemplateContent.NameOf(field.Label);
            result.Add(new()
            {
                Key = field.Key,
                Name = names.TryGetValue(field.Key, out var name) ? name : label is not null && taken.Add(label) ? label : null,
                AllowedValues = TemplateFieldKey.TryParse(field.Key, out var type) && type is TemplateFieldType.Enum or TemplateFieldType.Const
                    ? remote.EnumKeywords.FirstOrDefault(k => k.Key == field.Key)?.Values ?? []
                    : [],
            });
        }

        return result;
    }
}
