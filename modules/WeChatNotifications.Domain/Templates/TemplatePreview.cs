using System.Globalization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>What a template as it is being written, right or wrong, makes of sample values.</summary>
/// <param name="Fields">The fields in their order.</param>
/// <param name="Page">The page a tap opens, placeholders filled; null for none, or when its pattern is wrong.</param>
/// <param name="Url">The address a tap opens, likewise.</param>
/// <param name="Violations">What is wrong beside the fields.</param>
public sealed record TemplatePreview(IReadOnlyList<FieldPreview> Fields, string? Page, string? Url, IReadOnlyList<RuleViolation> Violations)
{
    /// <summary>Tries a template.</summary>
    /// <param name="settings">The template; what it lacks besides fields, page and url is not looked at.</param>
    /// <param name="samples">Values by field key, field name or placeholder; what has none gets one of <see cref="FieldSamples"/>.</param>
    /// <param name="culture">The app's culture.</param>
    /// <param name="timeZone">The app's time zone.</param>
    /// <param name="now">The present.</param>
    public static TemplatePreview Of(
        MessageTemplateSettings settings, IReadOnlyDictionary<string, string?> samples, CultureInfo culture, TimeZoneInfo timeZone, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(samples);
        var normal = settings with
        {
            Fields = MessageTemplateSettings.Normalize(settings.Fields),
            PagePattern = Given(settings.PagePattern),
            UrlPattern = Given(settings.UrlPattern),
            EmphasisKeyword = Given(settings.EmphasisKeyword),
        };
        var check = new RuleCheck();
        TemplateFieldList.Check(normal.Fields, "fields", check);
        ChannelRules.Check(normal, check);

        var local = TimeZoneInfo.ConvertTime(now, timeZone);
        var fields = new List<FieldPreview>(normal.Fields.Count);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < normal.Fields.Count; i++)
        {
            var field = normal.Fields[i];
            var sample = SampleOf(field, samples) ?? FieldSamples.For(field, culture, local);
            var preview = FieldPreview.Of(field, sample, culture, timeZone);
            var prefix = $"fields[{i}]";
            fields.Add(preview with { Violations = [.. check.Violations.Where(v => v.Field.StartsWith(prefix, StringComparison.Ordinal)), .. preview.Violations] });
            values[field.Name ?? field.Key] = values[field.Key] = FieldSamples.Read(field, sample);
        }

        var page = Filled(normal.PagePattern, PagePattern.IsValid, new("pagePattern", RuleCodes.Page), ValueOf, check, "page", MessageTemplateLimits.PageLength);
        var url = Filled(normal.UrlPattern, UrlPattern.IsValid, new("urlPattern", RuleCodes.Url), ValueOf, check, "url", MessageTemplateLimits.UrlLength);
        return new(fields, page, url, [.. check.Violations.Where(v => !v.Field.StartsWith("fields[", StringComparison.Ordinal))]);

        object? ValueOf(string name) => values.GetValueOrDefault(name) ?? Given(samples.GetValueOrDefault(name)) ?? FieldSamples.Placeholder;
    }

    private static string? SampleOf(TemplateField field, IReadOnlyDictionary<string, string?> samples)
        => Given(samples.GetValueOrDefault(field.Key)) ?? (field.Name is null ? null : Given(samples.GetValueOrDefault(field.Name)));

    private static string? Filled(
        string? pattern, Func<string, bool> isValid, RuleViolation otherwise, Func<string, object?> valueOf, RuleCheck check, string path, int max)
    {
        if (pattern is null)
        {
            return null;
        }

        if (!isValid(pattern))
        {
            check.Add(otherwise);
            return null;
        }

        return PagePattern.Fill(pattern, valueOf, check, path, max);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>One field with a sample value.</summary>
/// <param name="Field">The field.</param>
/// <param name="Sample">The value as a person writes it.</param>
/// <param name="Text">What a user would read.</param>
/// <param name="Length">How many characters the value has before anything is cut, counted as WeChat's limit counts them.</param>
/// <param name="MaxLength">Most characters; null where the type does not count them.</param>
/// <param name="Violations">What is wrong with the field or with the value.</param>
public sealed record FieldPreview(TemplateField Field, string Sample, string Text, int Length, int? MaxLength, IReadOnlyList<RuleViolation> Violations)
{
    /// <summary>Tries a field.</summary>
    internal static FieldPreview Of(TemplateField field, string sample, CultureInfo culture, TimeZoneInfo timeZone)
    {
        var check = new RuleCheck();
        var value = FieldSamples.Read(field, sample);
        var text = TemplateRenderer.RenderField(field, new Dictionary<string, object?>(StringComparer.Ordinal) { [field.Key] = value }, culture, timeZone, check);
        var whole = FieldFormatter.Format(field, value, culture, timeZone)?.Trim() ?? sample;
        return new(field, sample, text, FieldRules.CountOf(whole), FieldRules.MaxLength(field.Type, whole), check.Violations);
    }
}
