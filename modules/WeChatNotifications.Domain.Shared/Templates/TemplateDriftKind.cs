namespace WeChatNotifications.Templates;

/// <summary>How a template here differs from the one that WeChat holds.</summary>
public enum TemplateDriftKind
{
    /// <summary>WeChat does not hold it (any longer): every message would be refused.</summary>
    Deleted = 0,

    /// <summary>WeChat has other fields: a message lacks one, or has one too many.</summary>
    FieldsChanged = 1,

    /// <summary>A field allows values that WeChat does not take.</summary>
    EnumValuesChanged = 2,

    /// <summary>Consent counts differently at WeChat: one-time here, long-term there, or the other way round.</summary>
    KindChanged = 3,

    /// <summary>WeChat holds it for another kind of message: a template message's id with a channel of subscriptions, or the other way round.</summary>
    WrongChannel = 4,
}
