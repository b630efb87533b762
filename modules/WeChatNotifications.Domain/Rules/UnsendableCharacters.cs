using System.Buffers;
using System.Globalization;
using System.Text;

namespace WeChatNotifications.Rules;

/// <summary>
/// Characters that have no place in a text for people, because WeChat refuses them everywhere, because neither UTF-8 nor a
/// database can carry them, or because they turn around the text after them: control characters and line breaks, halves of
/// surrogate pairs, and the bidirectional embeddings, overrides and isolates (U+202A–202E, U+2066–2069).
/// </summary>
internal static class UnsendableCharacters
{
    /// <summary>Whether a text has one.</summary>
    public static bool IsIn(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (!IsSendable(rest, out var length))
            {
                return true;
            }

            rest = rest[length..];
        }

        return false;
    }

    /// <summary>Puts one space in the place of each run of them, and none at the ends.</summary>
    public static string ReplaceWithSpaces(string text)
    {
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (IsSendable(rest, out var length))
            {
                result.Append(rest[..length]);
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }

            rest = rest[length..];
        }

        return result.ToString().Trim();
    }

    /// <summary>Whether every surrogate has its partner, so that UTF-8 can carry the text.</summary>
    public static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        rest = rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var surrogate ? rest[surrogate..] : [];
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    private static bool IsSendable(ReadOnlySpan<char> text, out int length)
    {
        if (IsPlain(text[0]))
        {
            length = 1;
            return true;
        }

        return Rune.DecodeFromUtf16(text, out var rune, out length) == OperationStatus.Done
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));
    }

    /// <summary>Nearly every character of nearly every text, told without a look into Unicode's tables: every value of every message comes by here.</summary>
    private static bool IsPlain(char character)
        => character is (>= ' ' and <= '~') or (>= '\u00A0' and < '\u2028') or (> '\u2069' and < '\uD800') or > '\uDFFF';
}
