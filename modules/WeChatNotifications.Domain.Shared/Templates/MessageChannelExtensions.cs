using WeChatNotifications.Credentials;

namespace WeChatNotifications.Templates;

/// <summary>What WeChat's rules say of each channel.</summary>
public static class MessageChannelExtensions
{
    /// <summary>The kind of account whose token the call takes. A uniform message always goes out with the mini program's.</summary>
    public static AppKind AppKind(this MessageChannel channel) => channel switch
    {
        MessageChannel.OfficialAccountTemplateMessage or MessageChannel.OfficialAccountSubscribeMessage => Credentials.AppKind.OfficialAccount,
        _ => Credentials.AppKind.MiniProgram,
    };

    /// <summary>Whether WeChat has withdrawn the call. It still works where WeChat, or a simulated one, lives before that day.</summary>
    public static bool IsRetired(this MessageChannel channel) => channel is MessageChannel.TemplateMessage or MessageChannel.UniformMessage;

    /// <summary>Whether each message needs the user's accept of the template.</summary>
    public static bool UsesGrants(this MessageChannel channel)
        => channel is MessageChannel.SubscribeMessage or MessageChannel.OfficialAccountSubscribeMessage;
}
