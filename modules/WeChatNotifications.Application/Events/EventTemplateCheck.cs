using System.Globalization;
using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Events;

/// <summary>Says whether the values of a mapping fit its template, and those that take over from it.</summary>
internal sealed class EventTemplateCheck(TemplateChains chains)
{
    /// <summary>Checks that the template exists, that every field is one of its, that none is without a value, and that kinds of values and constants fit.</summary>
    /// <param name="settings">The mapping.</param>
    /// <param name="eventType">Its event; null when there is none.</param>
    /// <param name="check">Takes what is wrong.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task CheckAsync(EventMappingSettings settings, EventType? eventType, RuleCheck check, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(settings.TemplateName))
        {
            return;
        }

        chains.Forget();
        if (await chains.FindAsync(settings.TemplateName, check, cancellationToken).ConfigureAwait(false) is not { } chain)
        {
            return;
        }

        var templates = chain.Select(c => c.Template).ToList();
        CheckNames(settings, templates, check);
        CheckKinds(settings, eventType, templates, check);
        foreach (var (template, app) in chain)
        {
            CheckConstants(settings, template, app, check);
        }
    }

    private static void CheckNames(EventMappingSettings settings, IReadOnlyList<MessageTemplate> templates, RuleCheck check)
    {
        var given = settings.Fields.Select(f => f.Field).Where(f => f.Length > 0).ToHashSet(StringComparer.Ordinal);
        var unknown = new RuleCheck();
        TemplateRenderer.RefuseUnknownKeys(templates, given.ToDictionary(f => f, _ => (object?)null, StringComparer.Ordinal), unknown);
        foreach (var violation in unknown.Violations)
        {
            var index = settings.Fields.ToList().FindIndex(f => "data." + f.Field == violation.Field);
            check.Add(violation with { Field = $"fields[{index}].field" });
        }

        foreach (var field in templates.SelectMany(FieldsOf))
        {
            if (field.Name is { } name && name != field.Key && given.Contains(name) && given.Contains(field.Key))
            {
                check.AddOnce(new("fields", RuleCodes.Duplicate, ("value", name)));
            }
        }

        foreach (var missing in templates.SelectMany(t => RequiredOf(t, given)).Distinct(StringComparer.Ordinal))
        {
            check.Add(new("fields", RuleCodes.FieldUncovered, ("value", missing)));
        }
    }

    /// <summary>A number is not a date, whatever a formatter would make of it.</summary>
    private static void CheckKinds(EventMappingSettings settings, EventType? eventType, IReadOnlyList<MessageTemplate> templates, RuleCheck check)
    {
        for (var i = 0; i < settings.Fields.Count; i++)
        {
            var (name, path, _) = settings.Fields[i];
            var fields = templates.SelectMany(FieldsOf).Where(f => f.Key == name || f.Name == name);
            if (path is not null && eventType?.Find(path) is { } property && !fields.All(f => Fits(f.Type, property.Type)))
            {
                check.Add(RunTimeMapping.Misfit($"fields[{i}].path", property));
            }
        }
    }

    /// <summary>A text may hold what a field wants; the test on a sample shows it.</summary>
    private static bool Fits(TemplateFieldType field, EventPropertyType value) => field switch
    {
        TemplateFieldType.Time or TemplateFieldType.Date => value is EventPropertyType.Time or EventPropertyType.Text,
        TemplateFieldType.Number or TemplateFieldType.Amount => value is EventPropertyType.Number or EventPropertyType.Text,
        _ => true,
    };

    private static void CheckConstants(EventMappingSettings settings, MessageTemplate template, AppCredential app, RuleCheck check)
    {
        var constants = settings.Fields.Where(f => f.Constant is not null).DistinctBy(f => f.Field, StringComparer.Ordinal)
            .ToDictionary(f => f.Field, f => (object?)f.Constant, StringComparer.Ordinal);
        if (constants.Count == 0)
        {
            return;
        }

        // Rendered without the event's values; what is wrong because of those is not looked at.
        var own = new RuleCheck();
        var input = new RenderInput(constants, Keywords: null, CultureInfo.GetCultureInfo(app.Culture), TimeZoneInfo.FindSystemTimeZoneById(app.TimeZone), app);
        _ = TemplateRenderer.Render(template, input, own);
        for (var i = 0; i < settings.Fields.Count; i++)
        {
            var field = settings.Fields[i];
            var shown = FieldsOf(template).FirstOrDefault(f => f.Key == field.Field || f.Name == field.Field);
            foreach (var violation in own.Violations.Where(v => field.Constant is not null && shown is not null && v.Field == "data." + (shown.Name ?? shown.Key)))
            {
                check.AddOnce(violation with { Field = $"fields[{i}].constant" });
            }
        }
    }

    private static IEnumerable<TemplateField> FieldsOf(MessageTemplate template) => template.Fields.Concat(template.Weapp?.Fields ?? []);

    private static IEnumerable<string> RequiredOf(MessageTemplate template, HashSet<string> given)
    {
        var fields = FieldsOf(template).ToList();
        var without = fields.Where(f => !given.Contains(f.Key) && (f.Name is null || !given.Contains(f.Name))).ToList();
        var placeholders = new[] { template.PagePattern, template.UrlPattern, template.Weapp?.PagePattern }
            .SelectMany(p => p is null ? [] : PagePattern.Placeholders(p) ?? []);
        return without.Where(f => f.DefaultValue is null).Select(f => f.Name ?? f.Key)
            .Concat(placeholders.Where(p => !given.Contains(p) && (fields.Find(f => f.Key == p || f.Name == p) is not { } field
                || (field.DefaultValue is null && without.Contains(field)))));
    }
}
