using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Callbacks;

/// <summary>A receipt of WeChat's whose delivery is not found: it may have come before our own record of the send.</summary>
public sealed class PendingReceipt : Entity
{
    private PendingReceipt()
    {
    }

    private PendingReceipt(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>WeChat's id of the message, if the receipt names it.</summary>
    public long? WeChatMessageId { get; private set; }

    /// <summary>The receiver.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>WeChat's id of the template, if the receipt names it.</summary>
    public string? WeChatTemplateId { get; private set; }

    /// <summary>Whether the message reached the user.</summary>
    public bool IsDelivered { get; private set; }

    /// <summary>What WeChat says about one that did not.</summary>
    public string? ErrorText { get; private set; }

    /// <summary>When WeChat wrote the receipt.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>How often its delivery was looked for.</summary>
    public int Tries { get; private set; }

    /// <summary>When it is looked for again.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Keeps a receipt until its delivery is found.</summary>
    public static PendingReceipt Keep(
        Guid? tenantId, Guid appCredentialId, long? weChatMessageId, string openId, string? weChatTemplateId, bool isDelivered, string? errorText,
        DateTimeOffset at, DateTimeOffset notBefore, DateTimeOffset now)
        => new(NewId(now), tenantId)
        {
            AppCredentialId = appCredentialId,
            WeChatMessageId = weChatMessageId,
            OpenId = openId,
            WeChatTemplateId = weChatTemplateId,
            IsDelivered = isDelivered,
            ErrorText = StoredText.Cut(errorText, DeliveryLimits.ErrorMessageLength),
            At = at,
            NotBefore = notBefore,
        };

    /// <summary>The same receipt after its delivery was not found this time either.</summary>
    /// <param name="notBefore">When to look again.</param>
    public PendingReceipt Postponed(DateTimeOffset notBefore)
        => new(Id, TenantId)
        {
            AppCredentialId = AppCredentialId,
            WeChatMessageId = WeChatMessageId,
            OpenId = OpenId,
            WeChatTemplateId = WeChatTemplateId,
            IsDelivered = IsDelivered,
            ErrorText = ErrorText,
            At = At,
            Tries = Tries + 1,
            NotBefore = notBefore,
        };
}
