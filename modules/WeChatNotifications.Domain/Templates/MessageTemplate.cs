using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>
/// What business code calls <c>order-paid</c>: a WeChat template of one app, its fields and how values become texts.
/// </summary>
public sealed class MessageTemplate : Entity
{
    private IReadOnlyList<TemplateField> _fields = [];

    private MessageTemplate()
    {
    }

    private MessageTemplate(Guid id, Guid? tenantId, DateTimeOffset now)
        : base(id, tenantId)
        => (CreatedAt, UpdatedAt) = (now, now);

    /// <summary>The logical name that notifications use, unique in the tenant: letters, digits, <c>- _ . :</c>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The app that sends it.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>The WeChat message API it is sent through.</summary>
    public MessageChannel Channel { get; private set; }

    /// <summary>WeChat's private template id (<c>priTmplId</c>); not the id in the public library.</summary>
    public string WeChatTemplateId { get; private set; } = "";

    /// <summary>The title that users see, for people only.</summary>
    public string? Title { get; private set; }

    /// <summary>How consent counts.</summary>
    public SubscriptionKind SubscriptionKind { get; private set; } = SubscriptionKind.OneTime;

    /// <summary>The fields in WeChat's order.</summary>
    public IReadOnlyList<TemplateField> Fields => _fields;

    /// <summary>The page a tap opens, with placeholders such as <c>{orderId}</c>; null for a card that does not open anything.</summary>
    public string? PagePattern { get; private set; }

    /// <summary>Which version of the mini program a tap opens.</summary>
    public MiniProgramVersion MiniProgramVersion { get; private set; }

    /// <summary>Language of the card's fixed texts as WeChat names it (<c>zh_CN</c>, <c>en_US</c>, <c>zh_HK</c>, <c>zh_TW</c>); null for WeChat's default.</summary>
    public string? Language { get; private set; }

    /// <summary>The https address a tap opens, with placeholders: for the channels of official accounts, and uniform messages.</summary>
    public string? UrlPattern { get; private set; }

    /// <summary>Appid of the mini program that <see cref="PagePattern"/> belongs to: for the channels of official accounts, and uniform messages.</summary>
    public string? JumpAppId { get; private set; }

    /// <summary>Key of the field that is shown large; for <see cref="MessageChannel.TemplateMessage"/> only.</summary>
    public string? EmphasisKeyword { get; private set; }

    /// <summary>
    /// Appid of the official account that a uniform message goes out by (<c>mp_template_msg.appid</c>); null for the one that the app is
    /// linked to. The template's own fields are that account's.
    /// </summary>
    public string? OfficialAccountAppId { get; private set; }

    /// <summary>What a uniform message sends as the mini program itself; WeChat takes it before the official account's part.</summary>
    public WeappTemplatePart? Weapp { get; private set; }

    /// <summary>The template that takes over when this one cannot reach the user; null for none.</summary>
    public Guid? FallbackTemplateId { get; private set; }

    /// <summary>Whether WeChat is not even asked when we know of no accept of the user's; for channels that need one.</summary>
    public bool RequiresGrant { get; private set; }

    /// <summary>When its messages wait; null for never. What was queued before a change keeps to the hours after it.</summary>
    public QuietHours? QuietHours { get; private set; }

    /// <summary>Whether new notifications may use it.</summary>
    public bool IsEnabled { get; private set; } = true;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Changes with every change; guards against lost updates.</summary>
    public Guid ConcurrencyStamp { get; private set; }

    /// <summary>Registers a template.</summary>
    /// <exception cref="RuleViolationException">A value breaks a rule; all broken ones are listed.</exception>
    public static MessageTemplate Register(Guid? tenantId, MessageTemplateSettings settings, DateTimeOffset now)
    {
        var template = new MessageTemplate(NewId(now), tenantId, now);
        template.Configure(settings, now);
        return template;
    }

    /// <summary>Replaces everything about the template. Deliveries that wait already keep what was rendered for them.</summary>
    /// <exception cref="RuleViolationException">A value breaks a rule; nothing is changed.</exception>
    public void Configure(MessageTemplateSettings settings, DateTimeOffset now)
    {
        var valid = settings.Check();
        (Name, AppCredentialId, Channel) = (valid.Name!, valid.AppCredentialId, valid.Channel);
        (WeChatTemplateId, Title, SubscriptionKind) = (valid.WeChatTemplateId!, valid.Title, valid.SubscriptionKind);
        (PagePattern, MiniProgramVersion, Language, IsEnabled) = (valid.PagePattern, valid.MiniProgramVersion, valid.Language, valid.IsEnabled);
        (UrlPattern, JumpAppId, EmphasisKeyword) = (valid.UrlPattern, valid.JumpAppId, valid.EmphasisKeyword);
        (OfficialAccountAppId, Weapp, FallbackTemplateId, RequiresGrant) = (valid.OfficialAccountAppId, valid.Weapp, valid.FallbackTemplateId, valid.RequiresGrant);
        QuietHours = valid.QuietHours;
        _fields = [.. valid.Fields];
        (UpdatedAt, ConcurrencyStamp) = (now, Guid.NewGuid());
    }

    /// <summary>
    /// Lets enum fields allow what WeChat allows now, where their list was WeChat's before, or there was none. A list that an
    /// administrator has made stays, and so does one that WeChat's new list would leave without its default value.
    /// </summary>
    /// <returns>Whether a field changed.</returns>
    public bool TakeEnumValues(IReadOnlyList<EnumKeyword> before, IReadOnlyList<EnumKeyword> now, DateTimeOffset at)
    {
        TemplateField[] fields = [.. _fields.Select(f => f.WithValuesOf(before.FirstOrDefault(k => k.Key == f.Key), now.FirstOrDefault(k => k.Key == f.Key)))];
        if (fields.SequenceEqual(_fields))
        {
            return false;
        }

        _fields = fields;
        (UpdatedAt, ConcurrencyStamp) = (at, Guid.NewGuid());
        return true;
    }
}
