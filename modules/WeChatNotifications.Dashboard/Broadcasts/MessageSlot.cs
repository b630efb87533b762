using System.Text.RegularExpressions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>A place in a message that a broadcast may fill for all: a field, or a part of the page's address.</summary>
/// <param name="Name">Under which the value is given.</param>
/// <param name="Key">WeChat's key of the field; null for a part of the page's address.</param>
/// <param name="Type">The field's type; null for a part of the page's address.</param>
/// <param name="AllowedValues">The only values it takes, with commas between them; empty for any.</param>
/// <param name="Default">What is shown without a value; null makes it required.</param>
public sealed partial record MessageSlot(string Name, string? Key, TemplateFieldType? Type, string AllowedValues, string? Default)
{
    /// <summary>All places of a template and of those that take over from it, each once: fields first.</summary>
    public static IReadOnlyList<MessageSlot> Of(MessageTemplateDto template, IReadOnlyList<MessageTemplateDto> all)
    {
        var chain = new List<MessageTemplateDto> { template };
        while (chain.Count < MessageTemplateLimits.MaxChainLength && all.FirstOrDefault(t => t.Id == chain[^1].FallbackTemplateId) is { } next && !chain.Contains(next))
        {
            chain.Add(next);
        }

        var fields = chain.SelectMany(t => (t.Fields ?? []).Concat(t.Weapp?.Fields ?? []))
            .Select(f => new MessageSlot(f.Name ?? f.Key ?? "", f.Key, f.Type, string.Join(", ", f.AllowedValues ?? []), f.DefaultValue)).DistinctBy(s => s.Name).ToList();
        var pages = chain.SelectMany(t => new[] { t.PagePattern, t.UrlPattern, t.Weapp?.PagePattern })
            .SelectMany(p => Placeholder().Matches(p ?? "").Select(m => m.Groups["name"].Value))
            .Where(n => fields.TrueForAll(f => f.Name != n && f.Key != n)).Distinct(StringComparer.Ordinal);
        return [.. fields, .. pages.Select(n => new MessageSlot(n, Key: null, Type: null, "", Default: null))];
    }

    [GeneratedRegex(@"\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Placeholder();
}
