using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks an <see cref="OfficialAccountTemplateMessage"/> and writes it the way <c>message/template/send</c> reads it.</summary>
internal static class OfficialAccountTemplateMessageBody
{
    /// <exception cref="ArgumentException">The message lacks a part that WeChat demands.</exception>
    public static void ThrowIfInvalid(OfficialAccountTemplateMessage message, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(message, parameterName);
        new MessageCheck(parameterName)
            .Text(message.ToUser, nameof(message.ToUser))
            .Text(message.TemplateId, nameof(message.TemplateId))
            .Link(message.MiniProgram)
            .Data(message.Data);
    }

    public static ReadOnlyMemory<byte> Write(OfficialAccountTemplateMessage message) =>
        new BodyWriter()
            .Text("touser"u8, message.ToUser)
            .Text("template_id"u8, message.TemplateId)
            .TextIfAny("url"u8, message.Url)
            .Link(message.MiniProgram)
            .TextIfAny("client_msg_id"u8, message.ClientMessageId)
            .Data(message.Data, message.Colors)
            .ToBody();
}
