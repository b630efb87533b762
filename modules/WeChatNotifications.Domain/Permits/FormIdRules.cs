using WeChatNotifications.Rules;

namespace WeChatNotifications.Permits;

/// <summary>What a reported form id or prepay id must look like.</summary>
public static class FormIdRules
{
    /// <summary>What the developer tools give in place of a form id, without what differs from version to version: case, blanks, signs.</summary>
    private const string Mock = "theformidisamockone";

    private const string Signs = "_-.:=+/";

    /// <summary>What a front end reports that has not looked: the texts of JavaScript's nothings.</summary>
    private static readonly string[] Nothings = ["undefined", "null", "nan", "[object object]", "[object undefined]", "[object null]"];

    /// <summary>Whether a text stands in for a form id that there is not: the mock of the developer tools, or a front end's nothing.</summary>
    public static bool IsMock(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return Nothings.Contains(trimmed, StringComparer.OrdinalIgnoreCase)
            || string.Concat(trimmed.Where(char.IsAsciiLetter)).Contains(Mock, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Requires a form id of WeChat's shape, and returns it without blanks around it.</summary>
    public static string Check(string? text, string field, RuleCheck check)
    {
        var id = check.Text(text, field, FormIdLimits.FormIdLength);
        if (id.Any(c => !char.IsAsciiLetterOrDigit(c) && !Signs.Contains(c, StringComparison.Ordinal)))
        {
            check.Add(new(field, RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ - . : = + /")));
        }

        return id;
    }

    /// <summary>When a form id was collected: a phone's clock may go wrong, but nothing was collected in the future.</summary>
    public static DateTimeOffset CollectedAt(DateTimeOffset? reported, DateTimeOffset now) => reported is { } at && at < now ? at.ToUniversalTime() : now;
}
