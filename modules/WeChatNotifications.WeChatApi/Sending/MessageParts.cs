using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Writes the parts that several kinds of messages share.</summary>
internal static class MessageParts
{
    /// <summary><c>"data":{"thing1":{"value":"…","color":"…"},…}</c>, in the order given.</summary>
    public static BodyWriter Data(
        this BodyWriter body, IReadOnlyList<KeyValuePair<string, string>> data, IReadOnlyDictionary<string, string>? colors = null)
    {
        body.Open("data"u8);
        foreach (var (field, value) in data)
        {
            body.Open(field).Text("value"u8, value);
            if (colors is not null && colors.TryGetValue(field, out var color))
            {
                body.TextIfAny("color"u8, color);
            }

            body.Close();
        }

        return body.Close();
    }

    /// <summary><c>"miniprogram":{"appid":"…","pagepath":"…"}</c>; nothing without a link.</summary>
    public static BodyWriter Link(this BodyWriter body, MiniProgramLink? link, string pagePathName = "pagepath")
    {
        if (link is null)
        {
            return body;
        }

        body.Open("miniprogram"u8).Text("appid"u8, link.AppId);
        if (!string.IsNullOrEmpty(link.PagePath))
        {
            body.Text(System.Text.Encoding.ASCII.GetBytes(pagePathName), link.PagePath);
        }

        return body.Close();
    }

    /// <summary><c>"emphasis_keyword":"keyword1.DATA"</c>: the one place where WeChat wants the suffix.</summary>
    public static BodyWriter Emphasis(this BodyWriter body, string? field) =>
        body.TextIfAny("emphasis_keyword"u8, string.IsNullOrEmpty(field) || field.EndsWith(".DATA", StringComparison.Ordinal) ? field : field + ".DATA");
}
