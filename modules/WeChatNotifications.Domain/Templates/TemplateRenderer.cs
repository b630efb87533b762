using System.Globalization;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Turns a notification's data into the texts of a template, and says everything that is wrong with it.</summary>
public static class TemplateRenderer
{
    /// <summary>Renders the data of one notification for a template that stands alone.</summary>
    /// <param name="template">The template.</param>
    /// <param name="data">Values by field name, field key or page placeholder.</param>
    /// <param name="culture">Culture in which values are formatted.</param>
    /// <param name="timeZone">Time zone in which times are shown.</param>
    public static RenderResult Render(
        MessageTemplate template, IReadOnlyDictionary<string, object?> data, CultureInfo culture, TimeZoneInfo timeZone)
    {
        var check = new RuleCheck();
        var message = Render(template, new RenderInput(data, Keywords: null, culture, timeZone), check);
        RefuseUnknownKeys([template], data, check);
        return check.IsClean ? new RenderResult(message, []) : new RenderResult(null, check.Violations);
    }

    /// <summary>Renders one template of a chain. Whether every value has a place is for <see cref="RefuseUnknownKeys"/> to say, of all of them.</summary>
    /// <returns>The message; worth nothing when <paramref name="check"/> has found something.</returns>
    public static RenderedMessage Render(MessageTemplate template, RenderInput input, RuleCheck check)
    {
        var data = WithKeywords(template.Fields, input, check);
        var fields = RenderFields(template.Fields, data, input, check);
        var page = template.PagePattern is { } pattern ? PagePattern.Fill(pattern, name => ValueForPage(template.Fields, data, name), check) : null;
        var url = template.UrlPattern is { } address ? UrlPattern.Fill(address, name => ValueForPage(template.Fields, data, name), check) : null;
        var options = new ChannelOptions
        {
            Url = url,
            JumpAppId = JumpAppIdOf(template, input.App),
            EmphasisKeyword = template.EmphasisKeyword,
            Colors = ColorsOf(template.Fields),
            OfficialAccountAppId = OfficialAccountOf(template, input.App, check),
            RequiresGrant = template.RequiresGrant,
            Weapp = template.Weapp is { } weapp ? RenderWeapp(weapp, input, check) : null,
            Step = input.Step,
        };
        return new RenderedMessage(fields, page, options.IsEmpty ? null : options);
    }

    /// <summary>Refuses values for which no template of a chain has a place: they are misspellings.</summary>
    public static void RefuseUnknownKeys(IReadOnlyList<MessageTemplate> chain, IReadOnlyDictionary<string, object?> data, RuleCheck check)
    {
        var known = new HashSet<string>(chain.SelectMany(NamesOf), StringComparer.Ordinal);
        foreach (var key in data.Keys.Where(k => !known.Contains(k)))
        {
            var named = chain.SelectMany(t => t.Fields.Concat(t.Weapp?.Fields ?? []).Select(f => f.Name ?? f.Key).Concat(PlaceholdersOf(t)));
            check.Add(new("data." + key, RuleCodes.UnknownField, ("known", string.Join(", ", named.Distinct(StringComparer.Ordinal)))));
        }
    }

    /// <summary>Every name under which a value has a place in one of the templates.</summary>
    public static IReadOnlySet<string> KnownNames(IEnumerable<MessageTemplate> chain) => chain.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> NamesOf(MessageTemplate template)
        => template.Fields.Concat(template.Weapp?.Fields ?? []).SelectMany(f => f.Name is null ? [f.Key] : new[] { f.Key, f.Name }).Concat(PlaceholdersOf(template));

    private static IEnumerable<string> PlaceholdersOf(MessageTemplate template)
        => new[] { template.PagePattern, template.UrlPattern, template.Weapp?.PagePattern }.SelectMany(p => p is null ? [] : PagePattern.Placeholders(p) ?? []);

    private static WeappOptions RenderWeapp(WeappTemplatePart weapp, RenderInput input, RuleCheck check)
    {
        var data = WithKeywords(weapp.Fields, input, check);
        return new WeappOptions
        {
            TemplateId = weapp.WeChatTemplateId!,
            Data = RenderFields(weapp.Fields, data, input, check),
            Page = weapp.PagePattern is { } page ? PagePattern.Fill(page, name => ValueForPage(weapp.Fields, data, name), check) : null,
            EmphasisKeyword = weapp.EmphasisKeyword,
            Colors = ColorsOf(weapp.Fields),
        };
    }

    /// <summary>The data with the ordered values under the keys of the fields, in the order of the fields.</summary>
    private static IReadOnlyDictionary<string, object?> WithKeywords(IReadOnlyList<TemplateField> fields, RenderInput input, RuleCheck check)
    {
        if (input.Keywords is not { Count: > 0 } keywords || fields.Count == 0)
        {
            return input.Data;
        }

        if (keywords.Count > fields.Count)
        {
            check.AddOnce(new("keywords", RuleCodes.TooMany, ("count", keywords.Count), ("max", fields.Count)));
        }

        var data = new Dictionary<string, object?>(input.Data, StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(keywords.Count, fields.Count); i++)
        {
            if (keywords[i] is null or "")
            {
                continue;
            }

            if (!data.TryAdd(fields[i].Key, keywords[i]))
            {
                check.AddOnce(new("data." + fields[i].Key, RuleCodes.GivenTwice));
            }
        }

        return data;
    }

    /// <summary>A page is in the mini program that the template names, else in the one that the account is bound to; of a uniform message, in the sender.</summary>
    private static string? JumpAppIdOf(MessageTemplate template, AppCredential? app) => template.Channel switch
    {
        _ when template.JumpAppId is not null => template.JumpAppId,
        _ when template.PagePattern is null => null,
        MessageChannel.UniformMessage => app?.AppId,
        MessageChannel.OfficialAccountTemplateMessage or MessageChannel.OfficialAccountSubscribeMessage => app?.LinkedAppId,
        _ => null,
    };

    private static string? OfficialAccountOf(MessageTemplate template, AppCredential? app, RuleCheck check)
    {
        if (template.Channel != MessageChannel.UniformMessage || template.WeChatTemplateId.Length == 0)
        {
            return null;
        }

        var account = template.OfficialAccountAppId ?? app?.LinkedAppId;
        if (account is null && app is not null)
        {
            // The app was linked when the template was saved, and is not any more.
            check.Add(new("officialAccountAppId", RuleCodes.Required));
        }

        return account;
    }

    private static Dictionary<string, string>? ColorsOf(IReadOnlyList<TemplateField> fields)
        => fields.Any(f => f.Color is not null) ? fields.Where(f => f.Color is not null).ToDictionary(f => f.Key, f => f.Color!, StringComparer.Ordinal) : null;

    private static List<KeyValuePair<string, string>> RenderFields(
        IReadOnlyList<TemplateField> fields, IReadOnlyDictionary<string, object?> data, RenderInput input, RuleCheck check)
    {
        var rendered = new List<KeyValuePair<string, string>>(fields.Count);
        foreach (var field in fields)
        {
            rendered.Add(new(field.Key, RenderField(field, data, input.Culture, input.TimeZone, check)));
        }

        return rendered;
    }

    internal static string RenderField(
        TemplateField field, IReadOnlyDictionary<string, object?> data, CultureInfo culture, TimeZoneInfo timeZone, RuleCheck check)
    {
        var byKey = DataValues.Find(data, field.Key);
        var byName = field.Name is null || field.Name == field.Key ? null : DataValues.Find(data, field.Name);
        if (byKey is not null && byName is not null)
        {
            check.AddOnce(new(PathOf(field), RuleCodes.GivenTwice));
            return "";
        }

        var value = byName ?? byKey;
        if (value is null || (value is string given && string.IsNullOrWhiteSpace(given)))
        {
            if (field.DefaultValue is null)
            {
                check.AddOnce(new(PathOf(field), RuleCodes.Required));
            }

            return field.DefaultValue ?? "";
        }

        if (FieldFormatter.Format(field, value, culture, timeZone) is not { } text)
        {
            check.AddOnce(new(PathOf(field), RuleCodes.ValueType, ("type", value.GetType().Name)));
            return "";
        }

        return Fit(field, text.Trim(), check);
    }

    /// <summary>Mends what the field's overflow rule lets us mend, and reports the rest.</summary>
    private static string Fit(TemplateField field, string text, RuleCheck check)
    {
        if (FieldRules.HasControlCharacter(text))
        {
            if (field.Overflow == OverflowRule.Reject)
            {
                check.AddOnce(new(PathOf(field), RuleCodes.ControlCharacter));
                return "";
            }

            text = UnsendableCharacters.ReplaceWithSpaces(text);
        }

        if (field.Overflow == OverflowRule.Truncate && FieldRules.MaxLength(field.Type, text) is { } max && EllipsisOf(field.Type) is { } ellipsis)
        {
            text = TextTruncation.Truncate(text, max, ellipsis);
        }

        if (!FieldRules.Accepts(field.Type, text, field.AllowedValues))
        {
            check.AddOnce(FieldRules.NotAccepted(field, PathOf(field)));
        }

        return text;
    }

    private static string PathOf(TemplateField field) => "data." + (field.Name ?? field.Key);

    /// <summary>What shows that a value was cut, or null for types in which a cut value would be a wrong value.</summary>
    private static string? EllipsisOf(TemplateFieldType type) => type switch
    {
        TemplateFieldType.Thing or TemplateFieldType.Text => "…",
        TemplateFieldType.CharacterString => "...",

        // An ellipsis is neither Han nor letter nor part of a name.
        TemplateFieldType.Letter or TemplateFieldType.Symbol or TemplateFieldType.Phrase or TemplateFieldType.Name => "",
        _ => null,
    };

    private static object? ValueForPage(IReadOnlyList<TemplateField> fields, IReadOnlyDictionary<string, object?> data, string name)
    {
        if (DataValues.Find(data, name) is { } direct)
        {
            return direct;
        }

        var field = fields.FirstOrDefault(f => f.Name == name || f.Key == name);
        return field is null ? null : DataValues.Find(data, field.Key) ?? (field.Name is null ? null : DataValues.Find(data, field.Name)) ?? field.DefaultValue;
    }
}
