using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>Reads what WeChat pushes, XML or JSON.</summary>
public static class PushedMessageReader
{
    /// <summary>Seconds since 1970 that a <see cref="DateTimeOffset"/> can hold.</summary>
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads a body. What it holds is no better than the signature that came with it.</summary>
    /// <param name="body">The body in UTF-8, with or without a byte-order mark; the caller bounds its size.</param>
    /// <returns>The message; null when it is neither XML nor JSON, is nested too deep, or has a document type.</returns>
    public static PushedMessage? Read(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).TrimStart('\uFEFF').Trim();
        try
        {
            return text switch
            {
                ['<', ..] => Map(PushXml.Read(text), text),
                ['{', ..] => Map(PushJson.Read(text), text),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is XmlException or JsonException)
        {
            return null;
        }
    }

    private static PushedMessage Map(PushNode root, string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in root.Children.Where(n => n.Children.Count == 0))
        {
            // The first of several is meant, whatever is hidden behind it.
            fields.TryAdd(node.Name, node.Text);
        }

        return new PushedMessage
        {
            ToUserName = fields.GetValueOrDefault("ToUserName", ""),
            FromUserName = fields.GetValueOrDefault("FromUserName", ""),
            CreateTime = Number(fields.GetValueOrDefault("CreateTime")) is { } seconds and >= 0 && seconds <= LastSecond
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            MsgType = fields.GetValueOrDefault("MsgType", ""),
            Event = fields.GetValueOrDefault("Event", ""),
            MessageId = Number(fields.GetValueOrDefault("MsgId")),
            Status = fields.GetValueOrDefault("Status"),
            Items = [.. Items(root).Select(Item)],
            Fields = fields.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            Text = text,
        };
    }

    /// <summary>The lists of a subscription event: JSON has them at the top, XML in an element of the event's name.</summary>
    private static IEnumerable<PushNode> Items(PushNode root)
        => root.Children
            .SelectMany(n => IsList(n) ? [n] : n.Children.Where(IsList))
            .Where(n => n.Children.Count > 0);

    private static bool IsList(PushNode node) => node.Name.Equals("List", StringComparison.OrdinalIgnoreCase);

    private static SubscriptionItem Item(PushNode list) => new()
    {
        TemplateId = Text(list, "TemplateId"),
        Decision = Text(list, "SubscribeStatusString"),
        PopupScene = Small(Text(list, "PopupScene")),
        MessageId = Number(Text(list, "MsgId")),
        ErrorCode = Small(Text(list, "ErrorCode")),
        ErrorStatus = Text(list, "ErrorStatus"),
    };

    private static string? Text(PushNode parent, string name)
        => parent.Children.Find(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Text.Length: > 0 } node ? node.Text : null;

    private static int? Small(string? text) => Number(text) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    private static long? Number(string? text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
}
