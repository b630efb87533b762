using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Events;

/// <summary>A value that a template, or one that takes over from it, is filled with.</summary>
/// <param name="Field">What business code calls it.</param>
/// <param name="Key">WeChat's key; null for a placeholder of a page or an address.</param>
/// <param name="IsRequired">Whether a message cannot do without.</param>
public sealed record TemplateSlot(string Field, string? Key, bool IsRequired)
{
    /// <summary>A chain has at most so many templates.</summary>
    private const int MaxChain = 5;

    /// <summary>Whether that row of the form fills it.</summary>
    internal bool Takes(MappingForm.FieldRow row) => row.Field is { } field && (field == Field || field == Key);

    /// <summary>All values of a template and of those that take over from it, in their order; none when there is no such template.</summary>
    public static IReadOnlyList<TemplateSlot> Of(IReadOnlyList<MessageTemplateDto> templates, string? name)
    {
        var slots = new List<TemplateSlot>();
        var next = templates.FirstOrDefault(t => t.Name == name);
        for (var i = 0; i < MaxChain && next is { } template; i++)
        {
            var fields = (template.Fields ?? []).Concat(template.Weapp?.Fields ?? []).Select(f => new TemplateSlot(f.Name ?? f.Key ?? "", f.Key, f.DefaultValue is null));
            var placeholders = new[] { template.PagePattern, template.UrlPattern, template.Weapp?.PagePattern }.SelectMany(p => p is null ? [] : PagePattern.Placeholders(p) ?? []);
            foreach (var slot in fields.Concat(placeholders.Select(p => new TemplateSlot(p, Key: null, IsRequired: true))))
            {
                Add(slots, slot);
            }

            next = templates.FirstOrDefault(t => t.Id == template.FallbackTemplateId);
        }

        return slots;
    }

    /// <summary>A placeholder may name a field, and a fallback uses the same names: one row fills them all.</summary>
    private static void Add(List<TemplateSlot> slots, TemplateSlot slot)
    {
        var known = slots.FindIndex(s => s.Field == slot.Field || s.Key == slot.Field);
        if (known < 0)
        {
            slots.Add(slot);
        }
        else if (slot is { IsRequired: true, Key: not null })
        {
            // A placeholder is content with the default of the field it names.
            slots[known] = slots[known] with { IsRequired = true };
        }
    }
}
