namespace WeChatNotifications.Callbacks;

/// <summary>How WeChat sends what it pushes, as chosen in its console.</summary>
public enum CallbackMode
{
    /// <summary>Plain text (明文模式): readable by everybody on the way.</summary>
    Plain = 0,

    /// <summary>Plain and encrypted side by side (兼容模式).</summary>
    Compatible = 1,

    /// <summary>Encrypted only (安全模式). The safe choice.</summary>
    Secure = 2,
}
