using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Permits;

/// <summary>What an answer of WeChat's means for the ledger of one user and template.</summary>
/// <param name="AppCredentialId">The app that was asked.</param>
/// <param name="OpenId">The user.</param>
/// <param name="WeChatTemplateId">WeChat's id of the template.</param>
/// <param name="Effect">What it means.</param>
public sealed record GrantChange(Guid AppCredentialId, string OpenId, string WeChatTemplateId, GrantEffect Effect)
{
    /// <summary>For the ledger that a delivery's present template draws on.</summary>
    public static GrantChange Of(DeliveryLog delivery, GrantEffect effect)
        => new(delivery.AppCredentialId, delivery.OpenId, delivery.WeChatTemplateId, effect);

    /// <summary>Whether it is about the ledger of a delivery's present template.</summary>
    public bool IsOf(DeliveryLog delivery)
        => AppCredentialId == delivery.AppCredentialId && OpenId == delivery.OpenId && WeChatTemplateId == delivery.WeChatTemplateId;
}

/// <summary>How a ledger changes.</summary>
public enum GrantEffect
{
    /// <summary>A message was accepted: one less.</summary>
    Spent = 0,

    /// <summary>WeChat says that nothing is left.</summary>
    UsedUp = 1,
}
