using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>Reads members whose type WeChat is known to vary. What cannot be read is as if it were missing.</summary>
internal static class LenientJson
{
    /// <summary>A whole number, also as text or with a zero fraction.</summary>
    public static long? Integer(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                return whole;
            case JsonTokenType.Number when reader.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue:
                return (long)number;
            case JsonTokenType.String when long.TryParse(Text(ref reader), NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed):
                return parsed;
            default:
                reader.Skip();
                return null;
        }
    }

    public static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8, or half of a surrogate pair: a text for people, kept as far as it goes.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    /// <summary>A text, also where WeChat sends the same id as a number.</summary>
    public static string? TextOrNumber(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : Text(ref reader);
}
