using System.Text.Json;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>
/// The members of WeChat's answers that decide what became of a call. Lenient where WeChat is known to vary: numbers as text, members
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

    /// <summary>The text behind a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    /// <summary>Reads an answer; <see langword="false"/> for anything that is not one whole JSON object with usable members.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out ApiAnswer answer)
    {
        answer = default;
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
                    if (LenientJson.Integer(ref reader) is not (>= int.MinValue and <= int.MaxValue and var number))
                    {
                        return false;
                    }

                    code = (int)number;
                }
            }
            else if (reader.ValueTextEquals("errmsg"u8))
            {
                reader.Read();
                message = LenientJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("msgid"u8))
            {
                reader.Read();
                messageId = LenientJson.Integer(ref reader);
            }
            else if (reader.ValueTextEquals("access_token"u8))
            {
                reader.Read();
                accessToken = LenientJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("expires_in"u8))
            {
                reader.Read();
                expiresIn = LenientJson.Integer(ref reader);
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
}
