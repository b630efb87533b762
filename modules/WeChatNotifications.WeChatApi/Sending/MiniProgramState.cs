namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Which version of the mini program opens when the message is tapped.</summary>
public enum MiniProgramState
{
    /// <summary>The released version, for everybody (<c>formal</c>; WeChat's default).</summary>
    Formal,

    /// <summary>The trial version, for its testers (<c>trial</c>).</summary>
    Trial,

    /// <summary>The developer's build (<c>developer</c>).</summary>
    Developer,
}
