using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Channels;

/// <summary>Subscription notices of official accounts. Their <c>page</c> is a web address.</summary>
internal sealed class OfficialAccountSubscribeMessageChannel(IWeChatApiClient client) : IMessageChannel
{
    public MessageChannel Kind => MessageChannel.OfficialAccountSubscribeMessage;

    public Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken)
    {
        var options = ChannelOptions.FromJson(delivery.ChannelOptions);
        return client.SendOfficialAccountSubscribeMessageAsync(
            accessToken,
            new OfficialAccountSubscribeMessage
            {
                ToUser = delivery.OpenId,
                TemplateId = delivery.WeChatTemplateId,
                Page = options.Url,
                MiniProgram = options.JumpAppId is { } jump ? new MiniProgramLink(jump, delivery.Page) : null,
                Data = RenderedData.FromJson(delivery.Data),
            },
            cancellationToken);
    }
}
