using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks a <see cref="TemplateMessage"/> and writes it the way <c>message/wxopen/template/send</c> reads it.</summary>
internal static class TemplateMessageBody
{
    /// <exception cref="ArgumentException">The message lacks a part that WeChat demands.</exception>
    public static void ThrowIfInvalid(TemplateMessage message, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(message, parameterName);
        new MessageCheck(parameterName)
            .Text(message.ToUser, nameof(message.ToUser))
            .Text(message.TemplateId, nameof(message.TemplateId))
            .Text(message.FormId, nameof(message.FormId))
            .Data(message.Data);
    }

    public static ReadOnlyMemory<byte> Write(TemplateMessage message) =>
        new BodyWriter()
            .Text("touser"u8, message.ToUser)
            .Text("template_id"u8, message.TemplateId)
            .TextIfAny("page"u8, message.Page)
            .Text("form_id"u8, message.FormId)
            .Data(message.Data, message.Colors)
            .Emphasis(message.EmphasisKeyword)
            .ToBody();
}
