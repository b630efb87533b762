namespace WeChatNotifications.Templates;

/// <summary>The WeChat message API a template is sent through.</summary>
public enum MessageChannel
{
    /// <summary>Subscribe message of a mini program, <c>POST /cgi-bin/message/subscribe/send</c>.</summary>
    SubscribeMessage = 0,
}
