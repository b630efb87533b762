namespace WeChatNotifications.Credentials;

/// <summary>What to do with a message that may or may not have reached WeChat (time-out, lost answer, crash before the record).</summary>
public enum UnconfirmedPolicy
{
    /// <summary>Send it again: nothing is lost, and the user may get it twice. The default.</summary>
    Retry = 0,

    /// <summary>Hold it as <see cref="Deliveries.DeliveryStatus.Unconfirmed"/> until a person decides: never twice, perhaps never.</summary>
    Hold = 1,
}
