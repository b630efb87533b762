namespace WeChatNotifications.Permits;

/// <summary>Who told of a user's decision.</summary>
public enum GrantSource
{
    /// <summary>The mini program, with the answer of <c>wx.requestSubscribeMessage</c>.</summary>
    MiniProgram = 0,

    /// <summary>WeChat, with a <c>subscribe_msg_popup_event</c>.</summary>
    Callback = 1,

    /// <summary>An administrator or the host's own code.</summary>
    Administrator = 2,
}
