using System.Globalization;
using System.Text;

namespace WeChatNotifications.Templates;

/// <summary>Shortens a text without breaking what a reader sees as one character.</summary>
public static class TextTruncation
{
    /// <summary>
    /// The longest beginning of <paramref name="text"/> that ends between two text elements and, together with
    /// <paramref name="ellipsis"/>, has at most <paramref name="maxCodePoints"/> code points; the text itself when it fits.
    /// </summary>
    /// <remarks>
    /// When not even the first text element fits (a family emoji has seven code points), only the ellipsis is left. An ellipsis
    /// that is itself too long is left out.
    /// </remarks>
    public static string Truncate(string text, int maxCodePoints, string ellipsis)
    {
        if (FieldRules.CountOf(text) <= maxCodePoints)
        {
            return text;
        }

        if (FieldRules.CountOf(ellipsis) > maxCodePoints)
        {
            ellipsis = "";
        }

        var room = maxCodePoints - FieldRules.CountOf(ellipsis);
        var kept = new StringBuilder(text.Length);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            room -= FieldRules.CountOf(element);
            if (room < 0)
            {
                break;
            }

            kept.Append(element);
        }

        return kept.ToString().TrimEnd() + ellipsis;
    }
}
