using System.Text;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Events;

/// <summary>A text with values of an event in it, such as <c>order-{Id}</c>.</summary>
public static class KeyPattern
{
    /// <summary>The paths in a pattern, in their order; null when its braces do not fit.</summary>
    public static IReadOnlyList<string>? Paths(string pattern) => PagePattern.Placeholders(pattern);

    /// <summary>The pattern with its values. Its braces must fit.</summary>
    public static string Fill(string pattern, Func<string, string> valueOf)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(valueOf);
        var text = new StringBuilder(pattern.Length + 32);
        var position = 0;
        for (int open; (open = pattern.IndexOf('{', position)) >= 0;)
        {
            var close = pattern.IndexOf('}', open);
            text.Append(pattern, position, open - position).Append(valueOf(pattern[(open + 1)..close]));
            position = close + 1;
        }

        return text.Append(pattern, position, pattern.Length - position).ToString();
    }
}
