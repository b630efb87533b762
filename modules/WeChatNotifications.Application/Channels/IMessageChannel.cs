using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Channels;

/// <summary>Builds and makes the call of one WeChat message API.</summary>
internal interface IMessageChannel
{
    /// <summary>Which one.</summary>
    MessageChannel Kind { get; }

    /// <summary>Hands one delivery to WeChat, once.</summary>
    Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, CancellationToken cancellationToken);
}
