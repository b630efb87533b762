using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Channels;

/// <summary>Template messages of mini programs, each paid for with a form id or prepay id.</summary>
internal sealed class TemplateMessageChannel(IWeChatApiClient client) : IMessageChannel
{
    public MessageChannel Kind => MessageChannel.TemplateMessage;

    public FormIdNeed NeedsFormId(DeliveryLog delivery) => FormIdNeed.Required;

    public bool RefusesDoubles(DeliveryLog delivery, FormIdPermit? permit) => permit is { IsSingleUse: true };

    public MessageRequest RequestOf(DeliveryLog delivery, FormIdPermit? permit, WeChatApiOptions options) => MessageRequest.Of(MessageOf(delivery, permit));

    public Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken)
        => client.SendTemplateMessageAsync(accessToken, MessageOf(delivery, permit), cancellationToken);

    private static TemplateMessage MessageOf(DeliveryLog delivery, FormIdPermit? permit)
    {
        ArgumentNullException.ThrowIfNull(permit);
        var options = ChannelOptions.FromJson(delivery.ChannelOptions);
        return new()
        {
            ToUser = delivery.OpenId,
            TemplateId = delivery.WeChatTemplateId,
            Page = delivery.Page,
            FormId = permit.FormId,
            Data = RenderedData.FromJson(delivery.Data),
            Colors = options.Colors,
            EmphasisKeyword = options.EmphasisKeyword,
        };
    }
}
