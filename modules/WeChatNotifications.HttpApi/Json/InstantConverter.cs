using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.HttpApi.Json;

/// <summary>
/// Points in time as ISO 8601 with an offset. A time without one is refused: the framework would silently take the server's zone.
/// </summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var instant) ? instant : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>Reads ISO 8601 with <c>Z</c> or an offset.</summary>
    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        instant = default;
        return text is { Length: > 10 }
            && text[10] is 'T'
            && (text[^1] is 'Z' || text.AsSpan(10).ContainsAny('+', '-'))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }
}
