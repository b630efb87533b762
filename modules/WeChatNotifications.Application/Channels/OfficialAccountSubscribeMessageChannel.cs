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

    public MessageRequest RequestOf(DeliveryLog delivery, FormIdPermit? permit, WeChatApiOptions options) => MessageRequest.Of(MessageOf(delivery));

    public Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken)
        => client.SendOfficialAccountSubscribeMessageAsync(accessToken, MessageOf(delivery), cancellationToken);

    private static OfficialAccountSubscribeMessage MessageOf(DeliveryLog delivery)
    {
        var options = ChannelOptions.FromJson(delivery.ChannelOptions);
        return new()
        {
            ToUser = delivery.OpenId,
            TemplateId = delivery.WeChatTemplateId,
            Page = options.Url,
            MiniProgram = options.JumpAppId is { } jump ? new MiniProgramLink(jump, delivery.Page) : null,
            Data = RenderedData.FromJson(delivery.Data),
        };
    }
}
