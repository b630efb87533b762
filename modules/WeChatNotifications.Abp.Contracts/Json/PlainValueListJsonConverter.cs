using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Abp.Json;

/// <summary>Values of a template by their order, as JSON: a list of what <see cref="PlainValuesJsonConverter"/> takes, or one text with commas between.</summary>
internal sealed class PlainValueListJsonConverter : JsonConverter<IReadOnlyList<object?>>
{
    public override IReadOnlyList<object?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.String => [.. document.RootElement.GetString()!.Split(',', StringSplitOptions.TrimEntries)],
            JsonValueKind.Array => [.. document.RootElement.EnumerateArray().Select(PlainValuesJsonConverter.ValueOf)],
            _ => throw new JsonException("Keywords are a list, or one text with commas between."),
        };
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<object?> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            JsonSerializer.Serialize(writer, item, item?.GetType() ?? typeof(object), options);
        }

        writer.WriteEndArray();
    }
}
