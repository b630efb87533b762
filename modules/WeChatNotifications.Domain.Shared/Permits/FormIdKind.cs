namespace WeChatNotifications.Permits;

/// <summary>What a template message of a mini program is paid for with.</summary>
public enum FormIdKind
{
    /// <summary>The form id of a <c>report-submit</c> form: one message within seven days.</summary>
    FormId = 0,

    /// <summary>The prepay id of a payment: up to three messages within seven days (WeChat's sources also say one; it is configurable).</summary>
    PrepayId = 1,
}
