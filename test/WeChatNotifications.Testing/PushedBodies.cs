using System.Globalization;
using System.Text.Json.Nodes;

namespace WeChatNotifications.Testing;

/// <summary>Messages and events as WeChat writes them, in XML or JSON.</summary>
public static class PushedBodies
{
    public static string Text(string openId, long messageId, string content, bool json = false, DateTimeOffset? at = null)
        => Body(openId, at, json, "text", ("Content", content), ("MsgId", messageId));

    /// <summary>The user answered the dialog, for each template with "accept" or "reject".</summary>
    public static string Popup(string openId, DateTimeOffset at, bool json, params (string Template, string Decision)[] items)
        => Subscription("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", openId, at, json, [.. items.Select(i => Item(("TemplateId", i.Template), ("SubscribeStatusString", i.Decision), ("PopupScene", "0")))]);

    /// <summary>The user changed the settings.</summary>
    public static string Change(string openId, DateTimeOffset at, bool json, params (string Template, string Decision)[] items)
        => Subscription("subscribe_msg_change_event", "SubscribeMsgChangeEvent", openId, at, json, [.. items.Select(i => Item(("TemplateId", i.Template), ("SubscribeStatusString", i.Decision)))]);

    /// <summary>A subscribe message arrived, or did not.</summary>
    public static string Sent(string openId, DateTimeOffset at, bool json, string template, long? messageId, int errorCode = 0, string errorStatus = "success")
        => Subscription(
            "subscribe_msg_sent_event", "SubscribeMsgSentEvent", openId, at, json,
            [Item(("TemplateId", template), ("MsgID", messageId?.ToString(CultureInfo.InvariantCulture) ?? ""), ("ErrorCode", errorCode.ToString(CultureInfo.InvariantCulture)), ("ErrorStatus", errorStatus))]);

    /// <summary>A template message of an official account arrived, or did not.</summary>
    public static string JobFinished(string openId, DateTimeOffset at, long messageId, string status = "success", bool json = false)
        => Body(openId, at, json, "event", ("Event", "TEMPLATESENDJOBFINISH"), ("MsgID", messageId), ("Status", status));

    public static string Follow(string openId, DateTimeOffset at, bool follows = true, bool json = false)
        => Body(openId, at, json, "event", ("Event", follows ? "subscribe" : "unsubscribe"), ("EventKey", ""));

    private static string Body(string openId, DateTimeOffset? at, bool json, string type, params (string Name, object Value)[] fields)
    {
        var time = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds();
        (string Name, object Value)[] all = [("ToUserName", "gh_1"), ("FromUserName", openId), ("CreateTime", time), ("MsgType", type), .. fields];
        if (!json)
        {
            return $"<xml>{string.Concat(all.Select(f => f.Value is long ? $"<{f.Name}>{f.Value}</{f.Name}>" : $"<{f.Name}><![CDATA[{f.Value}]]></{f.Name}>"))}</xml>";
        }

        var message = new JsonObject();
        foreach (var (name, value) in all)
        {
            message[name] = value is long number ? JsonValue.Create(number) : JsonValue.Create((string)value);
        }

        return message.ToJsonString();
    }

    private static (string Name, string Value)[] Item(params (string Name, string Value)[] fields) => fields;

    private static string Subscription(string name, string wrapper, string openId, DateTimeOffset at, bool json, (string Name, string Value)[][] items)
    {
        var body = Body(openId, at, json, "event", ("Event", name));
        if (!json)
        {
            var lists = string.Concat(items.Select(i => $"<List>{string.Concat(i.Select(f => $"<{f.Name}><![CDATA[{f.Value}]]></{f.Name}>"))}</List>"));
            return body.Replace("</xml>", $"<{wrapper}>{lists}</{wrapper}></xml>", StringComparison.Ordinal);
        }

        // As WeChat does it: one is an object, several are an array.
        var message = JsonNode.Parse(body)!.AsObject();
        var objects = items.Select(i => (JsonNode)new JsonObject(i.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)JsonValue.Create(f.Value))))).ToArray();
        message["List"] = objects.Length == 1 ? objects[0] : new JsonArray(objects);
        return message.ToJsonString();
    }
}
