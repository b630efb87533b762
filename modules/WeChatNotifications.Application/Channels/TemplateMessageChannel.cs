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

    public Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(permit);
        var options = ChannelOptions.FromJson(delivery.ChannelOptions);
        return client.SendTemplateMessageAsync(
            accessToken,
            new TemplateMessage
            {
                ToUser = delivery.OpenId,
                TemplateId = delivery.WeChatTemplateId,
                Page = delivery.Page,
                FormId = permit.FormId,
                Data = RenderedData.FromJson(delivery.Data),
                Colors = options.Colors,
                EmphasisKeyword = options.EmphasisKeyword,
            },
            cancellationToken);
    }
}
