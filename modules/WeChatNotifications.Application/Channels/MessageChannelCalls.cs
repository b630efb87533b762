using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Channels;

/// <summary>Ties channels to the calls of the error catalogue.</summary>
internal static class MessageChannelCalls
{
    /// <summary>Which rows of the error catalogue are about a channel's answers.</summary>
    public static WeChatCall Call(this MessageChannel channel) => channel switch
    {
        MessageChannel.SubscribeMessage or MessageChannel.TemplateMessage => WeChatCall.Send,
        _ => WeChatCall.OfficialAccountSend,
    };
}
