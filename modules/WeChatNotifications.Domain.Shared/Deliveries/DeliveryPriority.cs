namespace WeChatNotifications.Deliveries;

/// <summary>Which lane a delivery takes. A lower value overtakes a higher one within its app.</summary>
public enum DeliveryPriority
{
    /// <summary>Somebody is waiting for it: order paid, code sent. The default.</summary>
    Transactional = 0,

    /// <summary>Soon is good enough.</summary>
    Normal = 1,

    /// <summary>Broadcasts and other mass sends.</summary>
    Bulk = 2,
}
