using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>
/// The members of WeChat's answers that any call here reads. Lenient where WeChat is known to vary: numbers as text, members
/// missing or unknown, any content type, a byte order mark.
/// </summary>
internal readonly record struct ApiAnswer
{
    private ApiAnswer(int? code, string? message, long? messageId, string? accessToken, long? expiresIn) =>
        (Code, Message, MessageId, AccessToken, ExpiresIn) = (code, message, messageId, accessToken, expiresIn);

    /// <summary><c>errcode</c>; successful token answers have none.</summary>
    public int? Code { get; }

    public string? Message { get; }

    public long? MessageId { get; }

    public string? AccessToken { get; }

    /// <summary>Seconds.</summary>
    public long? ExpiresIn { get; }

    public bool IsRefusal => Code is not (null or 0);

    /// <summary>Reads an answer; <see langword="false"/> for anything that is not one whole JSON object with usable members.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out ApiAnswer answer)
    {
        answer = default;
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        try
        {
            var reader = new Utf8JsonReader(utf8);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && TryReadMembers(ref reader, out answer) && !reader.Read();
        }
        catch (JsonException)
        {
            // HTML, a cut-off answer, something behind the object.
            return false;
        }
    }

    private static bool TryReadMembers(ref Utf8JsonReader reader, out ApiAnswer answer)
    {
        int? code = null;
        long? messageId = null, expiresIn = null;
        string? message = null, accessToken = null;
        answer = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("errcode"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                {
                    // A code that is there but cannot be read must not pass for success.
                    if (Integer(ref reader) is not (>= int.MinValue and <= int.MaxValue and var number))
                    {
                        return false;
                    }

                    code = (int)number;
                }
            }
            else if (reader.ValueTextEquals("errmsg"u8))
            {
                reader.Read();
                message = Text(ref reader);
            }
            else if (reader.ValueTextEquals("msgid"u8))
            {
                reader.Read();
                messageId = Integer(ref reader);
            }
            else if (reader.ValueTextEquals("access_token"u8))
            {
                reader.Read();
                accessToken = Text(ref reader);
            }
            else if (reader.ValueTextEquals("expires_in"u8))
            {
                reader.Read();
                expiresIn = Integer(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        answer = new(code, message, messageId, accessToken, expiresIn);
        return true;
    }

    private static long? Integer(ref Utf8JsonReader reader)
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

    private static string? Text(ref Utf8JsonReader reader)
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
}
