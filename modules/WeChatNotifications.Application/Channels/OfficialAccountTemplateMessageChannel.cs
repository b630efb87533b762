using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Channels;

/// <summary>Template messages of official accounts to their followers.</summary>
internal sealed class OfficialAccountTemplateMessageChannel(IWeChatApiClient client) : IMessageChannel
{
    public MessageChannel Kind => MessageChannel.OfficialAccountTemplateMessage;

    /// <summary>
    /// WeChat remembers a <c>client_msg_id</c> for ten minutes. Only of the first attempt is it known that no earlier one without an answer
    /// is older than that.
    /// </summary>
    public bool RefusesDoubles(DeliveryLog delivery, FormIdPermit? permit) => delivery.Attempts <= 1;

    public MessageRequest RequestOf(DeliveryLog delivery, FormIdPermit? permit, WeChatApiOptions options) => MessageRequest.Of(MessageOf(delivery));

    public Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken)
        => client.SendOfficialAccountTemplateMessageAsync(accessToken, MessageOf(delivery), cancellationToken);

    private static OfficialAccountTemplateMessage MessageOf(DeliveryLog delivery)
    {
        var options = ChannelOptions.FromJson(delivery.ChannelOptions);
        return new()
        {
            ToUser = delivery.OpenId,
            TemplateId = delivery.WeChatTemplateId,
            Url = options.Url,
            MiniProgram = options.JumpAppId is { } jump ? new MiniProgramLink(jump, delivery.Page) : null,
            ClientMessageId = ClientMessageIdOf(delivery.Id, options.Step),
            Data = RenderedData.FromJson(delivery.Data),
            Colors = options.Colors,
        };
    }

    /// <summary>
    /// The delivery's id, always the same for the same message. A template further down the chain gets another one in its last byte: WeChat
    /// would take its message for a repeat of the one that it told us was not delivered.
    /// </summary>
    internal static string ClientMessageIdOf(Guid deliveryId, int step)
    {
        Span<byte> bytes = stackalloc byte[16];
        deliveryId.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[^1] ^= (byte)step;
        return new Guid(bytes, bigEndian: true).ToString("N");
    }
}
