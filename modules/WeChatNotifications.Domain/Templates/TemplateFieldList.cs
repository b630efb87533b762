using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Rules of a template's fields together.</summary>
internal static class TemplateFieldList
{
    /// <summary>Checks each field, their number, and that no two can be mistaken for each other.</summary>
    public static void Check(IReadOnlyList<TemplateField> fields, string path, RuleCheck check)
    {
        if (fields.Count == 0)
        {
            check.Add(new(path, RuleCodes.Required));
        }

        if (fields.Count > MessageTemplateLimits.MaxFields)
        {
            check.Add(new(path, RuleCodes.TooMany, ("count", fields.Count), ("max", MessageTemplateLimits.MaxFields)));
        }

        // Keys and names share one space, since data may use either. A missing key is reported as such, not as a duplicate.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            fields[i].Check(check, $"{path}[{i}]");
            foreach (var word in new[] { fields[i].Key, fields[i].Name }.Where(w => !string.IsNullOrEmpty(w)).Distinct(StringComparer.Ordinal))
            {
                if (!seen.Add(word!))
                {
                    check.Add(new(path, RuleCodes.Duplicate, ("value", word)));
                }
            }
        }
    }
}
