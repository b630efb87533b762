using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks an <see cref="OfficialAccountSubscribeMessage"/> and writes it the way <c>message/subscribe/bizsend</c> reads it.</summary>
internal static class OfficialAccountSubscribeMessageBody
{
    /// <exception cref="ArgumentException">The message lacks a part that WeChat demands.</exception>
    public static void ThrowIfInvalid(OfficialAccountSubscribeMessage message, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(message, parameterName);
        new MessageCheck(parameterName)
            .Text(message.ToUser, nameof(message.ToUser))
            .Text(message.TemplateId, nameof(message.TemplateId))
            .Link(message.MiniProgram)
            .Data(message.Data);
    }

    public static ReadOnlyMemory<byte> Write(OfficialAccountSubscribeMessage message) =>
        new BodyWriter()
            .Text("touser"u8, message.ToUser)
            .Text("template_id"u8, message.TemplateId)
            .TextIfAny("page"u8, message.Page)
            .Link(message.MiniProgram)
            .Data(message.Data)
            .ToBody();
}
