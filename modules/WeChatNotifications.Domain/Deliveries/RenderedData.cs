using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatNotifications.Deliveries;

/// <summary>The stored form of a message's fields: a JSON object of texts that keeps the template's order and readable Chinese.</summary>
public static class RenderedData
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic] private static ArrayBufferWriter<byte>? _buffer;
    [ThreadStatic] private static Utf8JsonWriter? _writer;

    /// <summary>Writes the stored form.</summary>
    public static string ToJson(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        // One a thread: every message is written here, and no writing outlasts the call.
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(512);
        var writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        try
        {
            writer.WriteStartObject();
            foreach (var (key, value) in fields)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            writer.Flush();
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        finally
        {
            buffer.ResetWrittenCount();
            writer.Reset();
        }
    }

    /// <summary>Reads the stored form.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> FromJson(string json)
    {
        var fields = new List<KeyValuePair<string, string>>(8);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                fields.Add(new(key, reader.GetString() ?? ""));
            }
        }

        return fields;
    }
}
