namespace WeChatNotifications.Templates;

/// <summary>What happens to a value that is longer than WeChat allows.</summary>
public enum OverflowRule
{
    /// <summary>Cut at a text element and, where the type allows it, end with an ellipsis. Types whose cut value would be wrong (numbers, amounts, phones, times) are rejected all the same.</summary>
    Truncate = 0,

    /// <summary>Refuse the notification.</summary>
    Reject = 1,
}
