using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks a <see cref="UniformMessage"/> and writes it the way <c>message/wxopen/template/uniform_send</c> reads it.</summary>
internal static class UniformMessageBody
{
    /// <exception cref="ArgumentException">The message lacks a part that WeChat demands.</exception>
    public static void ThrowIfInvalid(UniformMessage message, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(message, parameterName);
        var check = new MessageCheck(parameterName)
            .Text(message.ToUser, nameof(message.ToUser))
            .Require(
                message.MiniProgramPart is not null || message.OfficialAccountPart is not null,
                "The message has neither a MiniProgramPart nor an OfficialAccountPart.");
        if (message.MiniProgramPart is { } weapp)
        {
            check.Text(weapp.TemplateId, "MiniProgramPart.TemplateId").Text(weapp.FormId, "MiniProgramPart.FormId").Data(weapp.Data, "MiniProgramPart.Data");
        }

        if (message.OfficialAccountPart is { } mp)
        {
            check.Text(mp.AppId, "OfficialAccountPart.AppId").Text(mp.TemplateId, "OfficialAccountPart.TemplateId")
                .Link(mp.MiniProgram).Data(mp.Data, "OfficialAccountPart.Data");
        }
    }

    /// <param name="message">The message.</param>
    /// <param name="pagePathName">How the page is spelled within <c>miniprogram</c>.</param>
    public static ReadOnlyMemory<byte> Write(UniformMessage message, string pagePathName)
    {
        var body = new BodyWriter().Text("touser"u8, message.ToUser);
        if (message.MiniProgramPart is { } weapp)
        {
            body.Open("weapp_template_msg"u8)
                .Text("template_id"u8, weapp.TemplateId)
                .TextIfAny("page"u8, weapp.Page)
                .Text("form_id"u8, weapp.FormId)
                .Data(weapp.Data, weapp.Colors)
                .Emphasis(weapp.EmphasisKeyword)
                .Close();
        }

        if (message.OfficialAccountPart is { } mp)
        {
            body.Open("mp_template_msg"u8)
                .Text("appid"u8, mp.AppId)
                .Text("template_id"u8, mp.TemplateId)
                // Documented as required, unlike everywhere else.
                .Text("url"u8, mp.Url ?? "")
                .Link(mp.MiniProgram, pagePathName)
                .Data(mp.Data, mp.Colors)
                .Close();
        }

        return body.ToBody();
    }
}
