using System.Text.RegularExpressions;

namespace WeChatNotifications.Templates;

/// <summary>
/// Reads the content of WeChat's templates: <c>会议时间:{{date2.DATA}}</c>, one field a line. The older ones of official accounts have
/// lines without a label (<c>{{first.DATA}}</c>), several fields in a line, and blanks between the braces.
/// </summary>
public static partial class RemoteTemplateContent
{
    /// <summary>The fields in WeChat's order; one that stands twice counts once.</summary>
    public static IReadOnlyList<RemoteField> Fields(string content)
    {
        var fields = new List<RemoteField>();
        var position = 0;
        foreach (Match match in Placeholder().Matches(content))
        {
            var key = match.Groups["key"].Value;
            if (!fields.Exists(f => f.Key == key))
            {
                fields.Add(new(key, LabelIn(content[position..match.Index])));
            }

            position = match.Index + match.Length;
        }

        return fields;
    }

    /// <summary>
    /// A label as the name of a field: what names may not have is left out (<c>金额(元)</c> becomes <c>金额元</c>). Null when nothing is left.
    /// </summary>
    public static string? NameOf(string? label)
    {
        var name = string.Concat((label ?? "").Where(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.').Take(MessageTemplateLimits.FieldNameLength));
        return name.Length == 0 ? null : name;
    }

    private static string? LabelIn(string before)
    {
        var line = before[(before.LastIndexOfAny(['\n', '\r']) + 1)..].Trim(' ', '\t', ':', '：', '　');
        return line.Length == 0 ? null : line;
    }

    [GeneratedRegex(@"\{\s*\{\s*(?<key>[A-Za-z0-9_]+)\.DATA\s*\}\s*\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Placeholder();
}
