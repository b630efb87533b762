using System.Text;

namespace WeChatNotifications.Rules;

/// <summary>Texts from outside that must be stored whatever is in them, such as an error message of WeChat's.</summary>
internal static class StoredText
{
    /// <summary>
    /// Cuts a text to at most <paramref name="max"/> UTF-16 units without splitting a surrogate pair, and puts U+FFFD where it has
    /// a half of one or a NUL: PostgreSQL stores neither, and a record that cannot be stored would be tried forever.
    /// </summary>
    public static string? Cut(string? text, int max)
    {
        if (text is null || (text.Length <= max && !text.Contains('\0') && UnsendableCharacters.IsWellFormed(text)))
        {
            return text;
        }

        var result = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length + rune.Utf16SequenceLength > max)
            {
                break;
            }

            result.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return result.ToString();
    }
}
