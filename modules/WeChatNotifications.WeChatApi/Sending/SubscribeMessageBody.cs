using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks a <see cref="SubscribeMessage"/> and writes it the way <c>message/subscribe/send</c> reads it.</summary>
internal static class SubscribeMessageBody
{
    /// <exception cref="ArgumentException">The message lacks a part that WeChat demands.</exception>
    public static void ThrowIfInvalid(SubscribeMessage message, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(message, parameterName);
        new MessageCheck(parameterName)
            .Text(message.ToUser, nameof(message.ToUser))
            .Text(message.TemplateId, nameof(message.TemplateId))
            .Require(message.MiniprogramState is null || Enum.IsDefined(message.MiniprogramState.Value), "The message has an undefined MiniprogramState.")
            .Data(message.Data);
    }

    public static ReadOnlyMemory<byte> Write(SubscribeMessage message) =>
        new BodyWriter()
            .Text("touser"u8, message.ToUser)
            .Text("template_id"u8, message.TemplateId)
            .TextIfAny("page"u8, message.Page)
            .Data(message.Data)
            .TextIfAny("miniprogram_state"u8, message.MiniprogramState switch
            {
                null => null,
                MiniProgramState.Developer => "developer",
                MiniProgramState.Trial => "trial",
                _ => "formal",
            })
            .TextIfAny("lang"u8, message.Lang)
            .ToBody();
}
