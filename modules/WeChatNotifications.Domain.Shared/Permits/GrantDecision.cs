namespace WeChatNotifications.Permits;

/// <summary>What the user last decided about a template, or what WeChat last told about it.</summary>
public enum GrantDecision
{
    /// <summary>Accepted: one more message may be sent (or any number, if the subscription is long-term).</summary>
    Accepted = 0,

    /// <summary>The user said no in the dialog. What was accepted before still counts.</summary>
    Rejected = 1,

    /// <summary>WeChat has banned the template or the mini program from asking.</summary>
    Banned = 2,

    /// <summary>WeChat did not show the template because another in the same dialog has the same title.</summary>
    Filtered = 3,

    /// <summary>WeChat answered 43101 to a send: nothing is left, whatever was counted before.</summary>
    UsedUp = 4,

    /// <summary>The user switched the template off in the settings: nothing is left, whatever was accepted before.</summary>
    Withdrawn = 5,
}
