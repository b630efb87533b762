namespace WeChatNotifications.Events;

/// <summary>Between mappings and what administrators see of them.</summary>
internal static class EventMappingMapper
{
    public static EventMappingDto ToDto(EventMapping mapping) => new()
    {
        Id = mapping.Id,
        Name = mapping.Name,
        EventName = mapping.EventName,
        IsEnabled = mapping.IsEnabled,
        Template = mapping.TemplateName,
        RecipientKind = mapping.RecipientKind,
        RecipientPath = mapping.RecipientPath,
        Fields = [.. mapping.Fields.Select(f => new EventMappingFieldDto { Field = f.Field, Path = f.Path, Constant = f.Constant })],
        Conditions = [.. mapping.Conditions.Select(c => new EventMappingConditionDto { Path = c.Path, Operator = c.Operator, Value = c.Value })],
        DedupKeyPattern = mapping.DedupKeyPattern,
        DelaySeconds = mapping.DelaySeconds,
        Priority = mapping.Priority,
        CreatedAt = mapping.CreatedAt,
        UpdatedAt = mapping.UpdatedAt,
        ConcurrencyStamp = mapping.ConcurrencyStamp,
    };

    // A list from outside may hold nulls whatever its type says.
    public static EventMappingSettings SettingsOf(SaveEventMappingDto input) => new()
    {
        Name = input.Name,
        EventName = input.EventName,
        IsEnabled = input.IsEnabled,
        TemplateName = input.Template,
        RecipientKind = input.RecipientKind,
        RecipientPath = input.RecipientPath,
        Fields = [.. (input.Fields ?? []).Select(f => new EventMappingField(f?.Field ?? "", f?.Path, f?.Constant))],
        Conditions = [.. (input.Conditions ?? []).Select(c => new EventMappingCondition(c?.Path ?? "", c?.Operator ?? default, c?.Value))],
        DedupKeyPattern = input.DedupKeyPattern,
        DelaySeconds = input.DelaySeconds,
        Priority = input.Priority,
    };

    public static EventMappingSettings SettingsOf(EventMapping mapping) => new()
    {
        Name = mapping.Name,
        EventName = mapping.EventName,
        IsEnabled = mapping.IsEnabled,
        TemplateName = mapping.TemplateName,
        RecipientKind = mapping.RecipientKind,
        RecipientPath = mapping.RecipientPath,
        Fields = mapping.Fields,
        Conditions = mapping.Conditions,
        DedupKeyPattern = mapping.DedupKeyPattern,
        DelaySeconds = mapping.DelaySeconds,
        Priority = mapping.Priority,
    };
}
