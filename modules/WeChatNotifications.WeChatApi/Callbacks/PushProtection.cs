namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>How WeChat protects what it pushes, as the account's settings at WeChat say.</summary>
public enum PushProtection
{
    /// <summary>In clear. Only the time stamp and the nonce are signed: whoever reads a push under way can put another body to it.</summary>
    Plain = 0,

    /// <summary>In clear, and encrypted beside it. The encrypted half is what is believed, where there is one.</summary>
    Compatible = 1,

    /// <summary>Encrypted, and signed as a whole.</summary>
    Secure = 2,
}
