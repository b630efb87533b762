using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>
/// An https address with placeholders: <c>https://shop.example/orders?id={orderId}</c>. Scheme, host and port stand in the pattern; no
/// value can change them.
/// </summary>
public static class UrlPattern
{
    private const string Scheme = "https://";

    /// <summary>Whether a pattern is such an address.</summary>
    public static bool IsValid(string pattern)
    {
        if (!pattern.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || pattern.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\')
            || PagePattern.Placeholders(pattern) is null)
        {
            return false;
        }

        var end = pattern.AsSpan(Scheme.Length).IndexOfAny('/', '?', '#');
        var authority = end < 0 ? pattern[Scheme.Length..] : pattern.Substring(Scheme.Length, end);
        return authority.Length > 0
            && !authority.Contains('{', StringComparison.Ordinal)
            && !authority.Contains('@', StringComparison.Ordinal)
            && Uri.TryCreate(Scheme + authority, UriKind.Absolute, out var uri)
            && uri is { Host.Length: > 0, AbsolutePath: "/" };
    }

    /// <summary>Fills the placeholders; each value is percent-encoded, so that it cannot add parameters or leave its place.</summary>
    internal static string Fill(string pattern, Func<string, object?> valueOf, RuleCheck check)
        => PagePattern.Fill(pattern, valueOf, check, "url", MessageTemplateLimits.UrlLength);
}
