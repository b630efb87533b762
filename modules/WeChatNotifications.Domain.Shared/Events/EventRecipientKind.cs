namespace WeChatNotifications.Events;

/// <summary>How an event names the user who is told.</summary>
public enum EventRecipientKind
{
    /// <summary>By the openid under the template's app.</summary>
    OpenId = 0,

    /// <summary>By the host's own id of the user.</summary>
    UserId = 1,
}
