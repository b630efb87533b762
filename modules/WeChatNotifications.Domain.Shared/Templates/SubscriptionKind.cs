namespace WeChatNotifications.Templates;

/// <summary>How a user's consent to a template counts.</summary>
public enum SubscriptionKind
{
    /// <summary>WeChat's type 2: each accept allows one message; accepts add up.</summary>
    OneTime = 2,

    /// <summary>WeChat's type 3: one accept allows messages until it is withdrawn.</summary>
    LongTerm = 3,
}
