using System.Buffers;
using System.Text;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>
/// JSON strings with nothing escaped but what JSON demands. The framework's most relaxed encoder still writes emoji as
/// <c>\uD83D\uDE00</c>, and WeChat has refused escaped bodies (40033).
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<char> MustEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    /// <summary>Writes a string with its quotes; half of a surrogate pair becomes U+FFFD.</summary>
    public static void Write(IBufferWriter<byte> target, ReadOnlySpan<char> text)
    {
        target.Write("\""u8);
        while (text.IndexOfAny(MustEscape) is >= 0 and var index)
        {
            Encoding.UTF8.GetBytes(text[..index], target);
            WriteEscape(target, text[index]);
            text = text[(index + 1)..];
        }

        Encoding.UTF8.GetBytes(text, target);
        target.Write("\""u8);
    }

    private static void WriteEscape(IBufferWriter<byte> target, char character)
    {
        switch (character)
        {
            case '"':
                target.Write("\\\""u8);
                break;
            case '\\':
                target.Write("\\\\"u8);
                break;
            case '\n':
                target.Write("\\n"u8);
                break;
            case '\r':
                target.Write("\\r"u8);
                break;
            case '\t':
                target.Write("\\t"u8);
                break;
            default:
                Encoding.UTF8.GetBytes($"\\u{(int)character:x4}", target);
                break;
        }
    }
}
