using System.Text;
using System.Text.Json;

namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>Reads JSON bodies. Values of every simple type become texts, since WeChat writes the same number now with, now without quotes.</summary>
internal static class PushJson
{
    private static readonly JsonReaderOptions Options = new()
    {
        MaxDepth = PushNode.MaxDepth,

        // One of WeChat's own samples has it.
        AllowTrailingCommas = true,
    };

    /// <exception cref="JsonException">It is no JSON object, or is too deep.</exception>
    public static PushNode Read(string body)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(body), Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The body is no object.");
        }

        var root = new PushNode("");
        ReadObject(ref reader, root);
        return reader.Read() ? throw new JsonException("Something stands behind the body.") : root;
    }

    private static void ReadObject(ref Utf8JsonReader reader, PushNode node)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = TextOf(ref reader);
            reader.Read();
            ReadValue(ref reader, node, name);
        }
    }

    private static void ReadValue(ref Utf8JsonReader reader, PushNode parent, string name)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    ReadValue(ref reader, parent, name);
                }

                break;
            case JsonTokenType.StartObject:
                var child = new PushNode(name);
                parent.Children.Add(child);
                ReadObject(ref reader, child);
                break;
            default:
                parent.Children.Add(new PushNode(name) { Text = TextOf(ref reader) });
                break;
        }
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                ? reader.GetString() ?? ""
                : Encoding.UTF8.GetString(reader.ValueSpan);
        }
        catch (InvalidOperationException)
        {
            // Half of an emoji, escaped. Nothing that decides anything holds one; the other fields are worth reading.
            return "\uFFFD";
        }
    }
}
