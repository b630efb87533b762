using System.Text;

namespace WeChatNotifications.Testing;

/// <summary>
/// Breaks bodies in the ways a fuzzer does: flipped bits, pieces cut, doubled, moved or replaced by what parsers stumble over.
/// The same seed breaks them in the same way.
/// </summary>
public sealed class BodyMutator(int seed)
{
    private static readonly byte[][] Dictionary =
    [
        .. new[]
        {
            "<", ">", "&", "&lt;", "&#0;", "&#x10FFFF;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.0\" encoding=\"utf-7\"?>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;",
            "<xml>", "</xml>", "<Encrypt>", "</Encrypt>", "<List>", "</List>", "xmlns:a=\"b\"", "<a:b/>", "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "1e999",
            "-0", "99999999999999999999", "\"Encrypt\":\"\",", "\"List\":[[[]]],", "=", "==", "A", "\0", "\uFEFF", "\u2028", "😀", "%00", " ", "\r\n", "\t",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF],
    ];

    // A test is repeatable; nothing is kept secret by this.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);

    /// <summary>A body with one to four faults.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> body)
    {
        List<byte> result = [.. body];
        for (var faults = _random.Next(1, 5); faults > 0; faults--)
        {
            Break(result);
        }

        return [.. result];
    }

    private void Break(List<byte> body)
    {
        var at = _random.Next(body.Count + 1);
        var length = Math.Min(body.Count - at, _random.Next(1, 40));
        var word = Dictionary[_random.Next(Dictionary.Length)];
        switch (_random.Next(8))
        {
            case 0 when at < body.Count:
                body[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < body.Count:
                body[at] = (byte)_random.Next(256);
                break;
            case 2:
                body.RemoveRange(at, length);
                break;
            case 3:
                body.InsertRange(at, body.GetRange(at, length));
                break;
            case 4:
                body.RemoveRange(at, length);
                body.InsertRange(at, word);
                break;
            case 5:
                body.RemoveRange(at, body.Count - at);
                break;
            case 6:
                var piece = body.GetRange(at, length);
                body.RemoveRange(at, length);
                body.InsertRange(_random.Next(body.Count + 1), piece);
                break;
            default:
                body.InsertRange(at, word);
                break;
        }
    }
#pragma warning restore CA5394
}
