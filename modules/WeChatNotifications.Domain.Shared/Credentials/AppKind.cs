namespace WeChatNotifications.Credentials;

/// <summary>What kind of WeChat account an appid belongs to. It decides which messages the account may send.</summary>
public enum AppKind
{
    /// <summary>A mini program (小程序) or mini game.</summary>
    MiniProgram = 0,

    /// <summary>An official account (公众号), service or subscription.</summary>
    OfficialAccount = 1,
}
