using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Channels;

/// <summary>Subscribe messages of mini programs.</summary>
internal sealed class SubscribeMessageChannel(IWeChatApiClient client) : IMessageChannel
{
    public MessageChannel Kind => MessageChannel.SubscribeMessage;

    public MessageRequest RequestOf(DeliveryLog delivery, FormIdPermit? permit, WeChatApiOptions options) => MessageRequest.Of(MessageOf(delivery));

    public Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken)
        => client.SendSubscribeMessageAsync(accessToken, MessageOf(delivery), cancellationToken);

    private static SubscribeMessage MessageOf(DeliveryLog delivery) => new()
    {
        ToUser = delivery.OpenId,
        TemplateId = delivery.WeChatTemplateId,
        Page = delivery.Page,
        Data = RenderedData.FromJson(delivery.Data),
        MiniprogramState = delivery.MiniProgramVersion switch
        {
            MiniProgramVersion.Developer => MiniProgramState.Developer,
            MiniProgramVersion.Trial => MiniProgramState.Trial,
            _ => null,
        },
        Lang = delivery.Language,
    };
}
