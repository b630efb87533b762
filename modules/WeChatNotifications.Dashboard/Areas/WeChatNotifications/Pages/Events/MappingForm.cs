using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;

namespace WeChatNotifications.Dashboard.Pages.Events;

/// <summary>A mapping as it is filled in.</summary>
public sealed class MappingForm
{
    public string? Name { get; set; }

    public string? EventName { get; set; }

    public string? Template { get; set; }

    public bool IsEnabled { get; set; } = true;

    public EventRecipientKind RecipientKind { get; set; }

    public string? RecipientPath { get; set; }

    public List<FieldRow> Fields { get; set; } = [];

    public List<ConditionRow> Conditions { get; set; } = [];

    public string? DedupKeyPattern { get; set; }

    public int? DelaySeconds { get; set; }

    public DeliveryPriority Priority { get; set; }

    public Guid? ConcurrencyStamp { get; set; }

    /// <summary>An event as JSON, to try the mapping on.</summary>
    public string? Sample { get; set; }

    /// <summary>Whether event and template are chosen, on which the rest depends.</summary>
    public bool HasBasis => !string.IsNullOrEmpty(EventName) && !string.IsNullOrEmpty(Template);

    public static MappingForm Of(EventMappingDto mapping) => new()
    {
        Name = mapping.Name,
        EventName = mapping.EventName,
        Template = mapping.Template,
        IsEnabled = mapping.IsEnabled,
        RecipientKind = mapping.RecipientKind,
        RecipientPath = mapping.RecipientPath,
        Fields = [.. (mapping.Fields ?? []).Select(f => new FieldRow { Field = f?.Field, Path = f?.Path, Constant = f?.Constant })],
        Conditions = [.. (mapping.Conditions ?? []).Select(c => new ConditionRow { Path = c?.Path, Operator = c?.Operator ?? default, Value = c?.Value })],
        DedupKeyPattern = mapping.DedupKeyPattern,
        DelaySeconds = mapping.DelaySeconds,
        Priority = mapping.Priority,
        ConcurrencyStamp = mapping.ConcurrencyStamp,
    };

    /// <summary>Whether there is a row for every value that the template takes.</summary>
    internal bool Fits(IReadOnlyList<TemplateSlot> slots) => slots.All(s => Fields.Exists(s.Takes));

    /// <summary>Brings the rows into the template's order, with an empty one for each value that has none yet.</summary>
    /// <param name="slots">What the template takes.</param>
    /// <param name="keepsOthers">Whether rows stay that the template does not know; the module then says so when they are saved.</param>
    internal void Arrange(IReadOnlyList<TemplateSlot> slots, bool keepsOthers)
    {
        var given = Fields;
        Fields = [.. slots.Select(s => given.Find(s.Takes) ?? new FieldRow { Field = s.Field })];
        if (keepsOthers)
        {
            Fields.AddRange(given.Where(row => !slots.Any(s => s.Takes(row))));
        }
    }

    /// <summary>An empty row at the end to fill in, up to the most that a mapping may have.</summary>
    internal void AddCondition()
    {
        if (Conditions.Count < EventMappingLimits.MaxConditions)
        {
            Conditions.Add(new ConditionRow());
        }
    }

    /// <summary>What is to be stored. Rows that are left empty and may be are left out.</summary>
    internal UpdateEventMappingDto ToDto(MappingRows rows) => new()
    {
        Name = Name,
        EventName = EventName,
        Template = Template,
        IsEnabled = IsEnabled,
        RecipientKind = RecipientKind,
        RecipientPath = RecipientPath,
        Fields = [.. rows.Fields.Select(i => Fields[i]).Select(f => new EventMappingFieldDto { Field = f.Field, Path = f.Path, Constant = f.Constant })],
        Conditions = [.. rows.Conditions.Select(i => Conditions[i]).Select(c => new EventMappingConditionDto { Path = c.Path, Operator = c.Operator, Value = c.Value })],
        DedupKeyPattern = DedupKeyPattern,
        DelaySeconds = DelaySeconds,
        Priority = Priority,
        ConcurrencyStamp = ConcurrencyStamp,
    };

    /// <summary>Where a value of the message comes from.</summary>
    public sealed class FieldRow
    {
        public string? Field { get; set; }

        public string? Path { get; set; }

        public string? Constant { get; set; }

        internal bool IsEmpty => string.IsNullOrWhiteSpace(Path) && string.IsNullOrWhiteSpace(Constant);
    }

    /// <summary>What an event has to be like.</summary>
    public sealed class ConditionRow
    {
        public string? Path { get; set; }

        public EventConditionOperator Operator { get; set; }

        public string? Value { get; set; }

        internal bool IsEmpty => string.IsNullOrWhiteSpace(Path) && string.IsNullOrWhiteSpace(Value);
    }
}
