namespace WeChatNotifications.Templates;

/// <summary>The WeChat message API a template is sent through.</summary>
public enum MessageChannel
{
    /// <summary>Subscribe message of a mini program, <c>POST /cgi-bin/message/subscribe/send</c>.</summary>
    SubscribeMessage = 0,

    /// <summary>
    /// Template message of a mini program, paid for with a form id or prepay id, <c>POST /cgi-bin/message/wxopen/template/send</c>.
    /// WeChat retired it on 2020-01-10; subscribe messages took its place.
    /// </summary>
    TemplateMessage = 1,

    /// <summary>
    /// Uniform service message, <c>POST /cgi-bin/message/wxopen/template/uniform_send</c>: from a mini program to its own user or to a
    /// follower of the linked official account. WeChat withdrew it on 2023-09-20; official-account template messages take its place.
    /// </summary>
    UniformMessage = 2,

    /// <summary>Template message of an official account, <c>POST /cgi-bin/message/template/send</c>.</summary>
    OfficialAccountTemplateMessage = 3,

    /// <summary>Subscription notice of an official account, <c>POST /cgi-bin/message/subscribe/bizsend</c>.</summary>
    OfficialAccountSubscribeMessage = 4,
}
