using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>A private template as WeChat holds it, from the last look at WeChat.</summary>
public sealed class RemoteTemplate : Entity
{
    private RemoteTemplate()
    {
    }

    private RemoteTemplate(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>WeChat's template id; unique in the app.</summary>
    public string WeChatTemplateId { get; private set; } = "";

    /// <summary>The title that users see.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Lines such as <c>会议时间:{{date2.DATA}}</c>.</summary>
    public string Content { get; private set; } = "";

    /// <summary>WeChat's example.</summary>
    public string? Example { get; private set; }

    /// <summary>How consent counts; null for an official account's template message, which needs none.</summary>
    public SubscriptionKind? SubscriptionKind { get; private set; }

    /// <summary>The values of its enum fields.</summary>
    public IReadOnlyList<EnumKeyword> EnumKeywords { get; private set; } = [];

    /// <summary>When it was last seen at WeChat.</summary>
    public DateTimeOffset SyncedAt { get; private set; }

    /// <summary>When it was found missing there; null while it exists.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Notes a template for the first time.</summary>
    public static RemoteTemplate Found(Guid? tenantId, Guid appCredentialId, string weChatTemplateId, DateTimeOffset now)
        => new(NewId(now), tenantId) { AppCredentialId = appCredentialId, WeChatTemplateId = weChatTemplateId, SyncedAt = now };

    /// <summary>
    /// Takes over what WeChat says now; texts that are too long are cut, and lists of values that a field cannot have
    /// (<see cref="MessageTemplateLimits.MaxEnumValues"/>) are left out.
    /// </summary>
    /// <returns>Whether it is another thing than before.</returns>
    public bool Update(string title, string content, string? example, SubscriptionKind? kind, IReadOnlyList<EnumKeyword> enumKeywords, DateTimeOffset now)
    {
        var before = (Title, Content, Example, SubscriptionKind);
        var keywords = enumKeywords.Select(Usable).OfType<EnumKeyword>().ToList();
        var isOther = !EnumKeywords.SequenceEqual(keywords);
        EnumKeywords = isOther ? keywords : EnumKeywords;
        (Title, Content) = (StoredText.Cut(title, MessageTemplateLimits.TitleLength)!, StoredText.Cut(content, MessageTemplateLimits.RemoteContentLength)!);
        (Example, SubscriptionKind) = (StoredText.Cut(example, MessageTemplateLimits.RemoteContentLength), kind);
        (SyncedAt, DeletedAt) = (now, null);
        return isOther || before != (Title, Content, Example, SubscriptionKind);
    }

    /// <summary>The message API that takes this template.</summary>
    public MessageChannel ChannelOf(AppKind kind) => (kind, SubscriptionKind) switch
    {
        (AppKind.MiniProgram, _) => MessageChannel.SubscribeMessage,
        (_, null) => MessageChannel.OfficialAccountTemplateMessage,
        _ => MessageChannel.OfficialAccountSubscribeMessage,
    };

    /// <summary>WeChat does not list it any more.</summary>
    public void Missing(DateTimeOffset now) => DeletedAt ??= now;

    private static EnumKeyword? Usable(EnumKeyword keyword)
    {
        string[] values = [.. keyword.Values.Select(v => v.Trim()).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal)];
        return keyword.Key.Length is > 0 and <= MessageTemplateLimits.FieldKeyLength
            && values.Length is > 0 and <= MessageTemplateLimits.MaxEnumValues
            && Array.TrueForAll(values, v => v.Length <= MessageTemplateLimits.FieldTextLength && !UnsendableCharacters.IsIn(v))
                ? new(keyword.Key, values)
                : null;
    }
}
