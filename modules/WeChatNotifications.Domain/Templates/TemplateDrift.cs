namespace WeChatNotifications.Templates;

/// <summary>One difference between a template here and the one that WeChat holds.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Field">The field, where it is about one.</param>
/// <param name="Added">Fields or values that WeChat has and the template here does not.</param>
/// <param name="Removed">Fields or values that the template here has and WeChat does not.</param>
/// <param name="RemoteKind">For <see cref="TemplateDriftKind.KindChanged"/>: how consent counts at WeChat.</param>
public sealed record TemplateDrift(
    TemplateDriftKind Kind, string? Field, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, SubscriptionKind? RemoteKind = null)
{
    private TemplateDrift(TemplateDriftKind kind, SubscriptionKind? remoteKind = null)
        : this(kind, Field: null, [], [], remoteKind)
    {
    }

    /// <summary>Compares a template with WeChat's.</summary>
    /// <param name="template">The template here.</param>
    /// <param name="remote">What the last look at WeChat found under its id; null for nothing.</param>
    /// <returns>
    /// Every difference that makes WeChat refuse messages or count them otherwise; null for a channel whose templates WeChat does not list.
    /// The order of fields does not matter to WeChat, and a list of values that is narrower than WeChat's is nobody's fault.
    /// </returns>
    public static IReadOnlyList<TemplateDrift>? Of(MessageTemplate template, RemoteTemplate? remote)
    {
        if (template.Channel.IsRetired())
        {
            return null;
        }

        if (remote is null or { DeletedAt: not null })
        {
            return [new(TemplateDriftKind.Deleted)];
        }

        var drifts = new List<TemplateDrift>();
        if (template.Channel.UsesGrants() != remote.SubscriptionKind is not null)
        {
            drifts.Add(new(TemplateDriftKind.WrongChannel));
        }
        else if (remote.SubscriptionKind is { } kind && kind != template.SubscriptionKind)
        {
            drifts.Add(new(TemplateDriftKind.KindChanged, kind));
        }

        AddFields(template, remote, drifts);
        AddEnumValues(template, remote, drifts);
        return drifts;
    }

    private static void AddFields(MessageTemplate template, RemoteTemplate remote, List<TemplateDrift> drifts)
    {
        string[] here = [.. template.Fields.Select(f => f.Key)];
        string[] there = [.. RemoteTemplateContent.Fields(remote.Content).Select(f => f.Key)];
        string[] added = [.. there.Except(here, StringComparer.Ordinal)];
        string[] removed = [.. here.Except(there, StringComparer.Ordinal)];
        if (added.Length > 0 || removed.Length > 0)
        {
            drifts.Add(new(TemplateDriftKind.FieldsChanged, Field: null, added, removed));
        }
    }

    private static void AddEnumValues(MessageTemplate template, RemoteTemplate remote, List<TemplateDrift> drifts)
    {
        foreach (var field in template.Fields.Where(f => f.AllowedValues.Count > 0))
        {
            if (remote.EnumKeywords.FirstOrDefault(k => k.Key == field.Key) is not { Values.Count: > 0 } keyword)
            {
                continue;
            }

            string[] removed = [.. field.AllowedValues.Except(keyword.Values, StringComparer.Ordinal)];
            if (removed.Length > 0)
            {
                drifts.Add(new(TemplateDriftKind.EnumValuesChanged, field.Key, [.. keyword.Values.Except(field.AllowedValues, StringComparer.Ordinal)], removed));
            }
        }
    }
}
