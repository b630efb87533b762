using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Deliveries;

/// <summary>A message's fields as a JSON object that keeps their order, as <see cref="RenderedData"/> does.</summary>
internal sealed class FieldsJsonConverter : JsonConverter<IReadOnlyList<KeyValuePair<string, string>>>
{
    public override IReadOnlyList<KeyValuePair<string, string>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var fields = new List<KeyValuePair<string, string>>(8);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            fields.Add(new(key, reader.GetString() ?? ""));
        }

        return fields;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
