using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Channels;

/// <summary>
/// Uniform service messages of mini programs. The mini program's own part needs a form id; where none is left, the message goes out by
/// the official account alone, if it has that part.
/// </summary>
internal sealed class UniformMessageChannel(IWeChatApiClient client) : IMessageChannel
{
    public MessageChannel Kind => MessageChannel.UniformMessage;

    public FormIdNeed NeedsFormId(DeliveryLog delivery)
    {
        var options = ChannelOptions.FromJson(delivery.ChannelOptions);
        return options.Weapp is null ? FormIdNeed.None : HasOfficialAccountPart(delivery) ? FormIdNeed.Wanted : FormIdNeed.Required;
    }

    public bool RefusesDoubles(DeliveryLog delivery, FormIdPermit? permit) => permit is { IsSingleUse: true };

    public MessageRequest RequestOf(DeliveryLog delivery, FormIdPermit? permit, WeChatApiOptions options) => MessageRequest.Of(MessageOf(delivery, permit), options.UniformPagePathName);

    public Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken)
        => client.SendUniformMessageAsync(accessToken, MessageOf(delivery, permit), cancellationToken);

    private static UniformMessage MessageOf(DeliveryLog delivery, FormIdPermit? permit)
    {
        var options = ChannelOptions.FromJson(delivery.ChannelOptions);
        return new()
        {
            ToUser = delivery.OpenId,
            MiniProgramPart = options.Weapp is { } weapp && permit is not null ? MiniProgramPartOf(weapp, permit) : null,
            OfficialAccountPart = HasOfficialAccountPart(delivery) ? OfficialAccountPartOf(delivery, options) : null,
        };
    }

    private static bool HasOfficialAccountPart(DeliveryLog delivery) => delivery.WeChatTemplateId.Length > 0;

    private static UniformMiniProgramPart MiniProgramPartOf(WeappOptions weapp, FormIdPermit permit) => new()
    {
        TemplateId = weapp.TemplateId,
        Page = weapp.Page,
        FormId = permit.FormId,
        Data = weapp.Data,
        Colors = weapp.Colors,
        EmphasisKeyword = weapp.EmphasisKeyword,
    };

    private static UniformOfficialAccountPart OfficialAccountPartOf(DeliveryLog delivery, ChannelOptions options) => new()
    {
        AppId = options.OfficialAccountAppId ?? "",
        TemplateId = delivery.WeChatTemplateId,
        Url = options.Url,
        MiniProgram = options.JumpAppId is { } jump ? new MiniProgramLink(jump, delivery.Page) : null,
        Data = RenderedData.FromJson(delivery.Data),
        Colors = options.Colors,
    };
}
