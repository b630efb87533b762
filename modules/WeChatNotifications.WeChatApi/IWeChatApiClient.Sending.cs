using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.WeChatApi;

/// <content>Messages. None is ever repeated by the client.</content>
public partial interface IWeChatApiClient
{
    /// <summary><c>POST /cgi-bin/message/subscribe/send</c>: one subscribe message to one user. Never repeated by the client.</summary>
    /// <param name="accessToken">A valid access token of the app that owns the template and the openid.</param>
    /// <param name="message">What to send to whom.</param>
    /// <param name="cancellationToken">Ends the wait; whether the message went out is then unknown.</param>
    /// <returns>Accepted, refused, certainly not sent, or unknown.</returns>
    /// <exception cref="ArgumentException">The token is blank, or the message lacks a part that WeChat demands.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<SendResult> SendSubscribeMessageAsync(string accessToken, SubscribeMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// <c>POST /cgi-bin/message/wxopen/template/send</c>: one template message of a mini program with a form id. Withdrawn by
    /// WeChat (<c>45103</c>).
    /// </summary>
    /// <inheritdoc cref="SendSubscribeMessageAsync" path="/*[not(self::summary)]"/>
    Task<SendResult> SendTemplateMessageAsync(string accessToken, TemplateMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// <c>POST /cgi-bin/message/wxopen/template/uniform_send</c>: a mini program's or its official account's template message,
    /// with the mini program's token. Withdrawn by WeChat (<c>45109</c>).
    /// </summary>
    /// <inheritdoc cref="SendSubscribeMessageAsync" path="/*[not(self::summary)]"/>
    Task<SendResult> SendUniformMessageAsync(string accessToken, UniformMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// <c>POST /cgi-bin/message/template/send</c>: one template message of a verified service account to a follower. The answer
    /// holds the message id that the later receipt names.
    /// </summary>
    /// <inheritdoc cref="SendSubscribeMessageAsync" path="/*[not(self::summary)]"/>
    Task<SendResult> SendOfficialAccountTemplateMessageAsync(
        string accessToken, OfficialAccountTemplateMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// <c>POST /cgi-bin/message/subscribe/bizsend</c>: one subscription notice of an official account; one accept of the user is
    /// one message.
    /// </summary>
    /// <inheritdoc cref="SendSubscribeMessageAsync" path="/*[not(self::summary)]"/>
    Task<SendResult> SendOfficialAccountSubscribeMessageAsync(
        string accessToken, OfficialAccountSubscribeMessage message, CancellationToken cancellationToken = default);
}
