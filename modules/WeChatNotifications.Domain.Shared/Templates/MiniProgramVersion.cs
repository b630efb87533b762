namespace WeChatNotifications.Templates;

/// <summary>Which version of the mini program a tap on the message opens (WeChat's <c>miniprogram_state</c>).</summary>
public enum MiniProgramVersion
{
    /// <summary><c>formal</c>, the released version. WeChat's default.</summary>
    Formal = 0,

    /// <summary><c>trial</c>.</summary>
    Trial = 1,

    /// <summary><c>developer</c>.</summary>
    Developer = 2,
}
