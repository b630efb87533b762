using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeChatNotifications.Simulator.Clock;

namespace WeChatNotifications.Simulator.Wire;

/// <summary>Builds answers from parts encoded beforehand.</summary>
internal sealed class Answers(SimulatedClock clock)
{
    private static readonly byte[] Ok = "{\"errcode\":0,\"errmsg\":\"ok\"}"u8.ToArray();
    private static readonly FrozenDictionary<int, byte[]> Openings = WeChatCodes.Texts.ToFrozenDictionary(entry => entry.Key, entry => Opening(entry.Key, entry.Value));

    private static ReadOnlySpan<byte> SentOpening => "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":"u8;

    public static Answer Accepted { get; } = new(WeChatCodes.Ok, Ok);

    public static Answer Sent(long messageId)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(messageId, digits, out var length);
        byte[] body = [.. SentOpening, .. digits[..length], (byte)'}'];
        return new(WeChatCodes.Ok, body);
    }

    public static Answer Token(string token, int expiresIn) =>
        new(WeChatCodes.Ok, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"access_token\":\"{token}\",\"expires_in\":{expiresIn}}}")));

    /// <summary>A refusal with the code's own text.</summary>
    public Answer Refuse(int code) => Openings.TryGetValue(code, out var opening) ? Close(code, opening) : Refuse(code, "unknown error");

    /// <summary>A refusal whose text depends on the call.</summary>
    public Answer Refuse(int code, string text) => Close(code, Opening(code, text));

    private Answer Close(int code, byte[] opening)
    {
        var body = new byte[opening.Length + Rid.Length + 2];
        opening.CopyTo(body, 0);
        Rid.Write(body.AsSpan(opening.Length), clock.GetUtcNow().ToUnixTimeSeconds());
        "\"}"u8.CopyTo(body.AsSpan(opening.Length + Rid.Length));
        return new(code, body);
    }

    private static byte[] Opening(int code, string text)
    {
        var escaped = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"errcode\":{code},\"errmsg\":\"{escaped} rid: "));
    }
}
