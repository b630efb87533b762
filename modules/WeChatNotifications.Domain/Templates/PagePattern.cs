using System.Text;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>A mini-program page with placeholders: <c>pages/order/detail?id={orderId}</c>.</summary>
public static class PagePattern
{
    /// <summary>The placeholders of a pattern in order; null when a brace has no partner or a name is empty.</summary>
    public static IReadOnlyList<string>? Placeholders(string pattern)
    {
        var names = new List<string>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '}')
            {
                return null;
            }

            if (pattern[i] == '{')
            {
                var end = pattern.IndexOfAny(['{', '}'], i + 1);
                if (end <= i + 1 || pattern[end] == '{')
                {
                    return null;
                }

                names.Add(pattern[(i + 1)..end]);
                i = end;
            }
        }

        return names;
    }

    /// <summary>Whether a pattern is a path inside the mini program with balanced placeholders.</summary>
    public static bool IsValid(string pattern)
        => !pattern.Contains("://", StringComparison.Ordinal)
            && !pattern.StartsWith("//", StringComparison.Ordinal)
            && !pattern.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && pattern is not (['{' or '?' or '#', ..] or [])
            && Placeholders(pattern) is not null;

    /// <summary>Fills the placeholders; each value is percent-encoded, so that it cannot add parameters or leave its place.</summary>
    internal static string Fill(
        string pattern, Func<string, object?> valueOf, RuleCheck check, string field = "page", int max = MessageTemplateLimits.PageLength)
    {
        var page = new StringBuilder(pattern.Length + 32);
        var position = 0;
        while (position < pattern.Length)
        {
            var open = pattern.IndexOf('{', position);
            if (open < 0)
            {
                page.Append(pattern, position, pattern.Length - position);
                break;
            }

            page.Append(pattern, position, open - position);
            var close = pattern.IndexOf('}', open);
            var name = pattern[(open + 1)..close];
            page.Append(Uri.EscapeDataString(Text(name, valueOf(name), IsInPath(pattern, open), check)));
            position = close + 1;
        }

        if (page.Length > max)
        {
            check.Add(new(field, RuleCodes.TooLong, ("length", page.Length), ("max", max)));
        }

        return page.ToString();
    }

    private static bool IsInPath(string pattern, int position) => pattern.AsSpan(0, position).IndexOfAny('?', '#') < 0;

    private static string Text(string name, object? value, bool isInPath, RuleCheck check)
    {
        var field = "data." + name;
        if (!check.IsClean && check.Violations.Any(v => v.Field == field))
        {
            // Said once already: the same value is wrong as a field, or earlier in the page.
            return "";
        }

        if (value is null)
        {
            check.Add(new(field, RuleCodes.Required));
            return "";
        }

        if (FieldFormatter.FormatForPage(value) is not { } text)
        {
            check.Add(new(field, RuleCodes.ValueType, ("type", value.GetType().Name)));
            return "";
        }

        if (!UnsendableCharacters.IsWellFormed(text))
        {
            check.Add(new(field, RuleCodes.ControlCharacter));
            return "";
        }

        if (isInPath && text.All(c => c == '.'))
        {
            // Dots are not escaped, and "..", "." or nothing between two slashes names another page.
            check.Add(new(field, RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
            return "";
        }

        return text;
    }
}
