using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Events;

/// <summary>A value that an event has, for mappings to use.</summary>
/// <param name="Path">Names of properties with points between, as they are written in the code.</param>
/// <param name="Type">What kind of value it is.</param>
/// <param name="ClrType">Its type, without a <see cref="Nullable{T}"/> around it.</param>
/// <param name="Getters">The properties from the event to the value.</param>
internal sealed record EventProperty(string Path, EventPropertyType Type, Type ClrType, IReadOnlyList<PropertyInfo> Getters)
{
    /// <summary>The names that a choice is made from; null for other kinds.</summary>
    public IReadOnlyList<string>? Choices => Type == EventPropertyType.Choice ? Enum.GetNames(ClrType) : null;

    /// <summary>The value in an event; null when there is none, on whatever step of the path.</summary>
    public object? Of(object domainEvent)
    {
        object? value = domainEvent;
        foreach (var getter in Getters)
        {
            if (value is null)
            {
                return null;
            }

            value = getter.GetValue(value);
        }

        return value;
    }

    /// <summary>
    /// The values of an event type, the nearest first: down to <see cref="EventMappingLimits.MaxDepth"/> steps, no lists, nothing marked
    /// <see cref="JsonIgnoreAttribute"/>, at most <see cref="EventMappingLimits.MaxProperties"/>.
    /// </summary>
    public static IReadOnlyList<EventProperty> AllOf(Type eventType)
    {
        var found = new List<EventProperty>();
        var level = new List<(Type Type, PropertyInfo[] Way)> { (eventType, []) };
        for (var depth = 1; depth <= EventMappingLimits.MaxDepth && level.Count > 0; depth++)
        {
            var below = new List<(Type, PropertyInfo[])>();
            foreach (var (type, way) in level)
            {
                foreach (var property in ReadableOf(type))
                {
                    PropertyInfo[] steps = [.. way, property];
                    var valueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                    if (KindOf(valueType) is { } kind)
                    {
                        var path = string.Join('.', steps.Select(p => p.Name));
                        if (path.Length <= EventMappingLimits.PathLength && found.Count < EventMappingLimits.MaxProperties)
                        {
                            found.Add(new EventProperty(path, kind, valueType, steps));
                        }
                    }
                    else if (IsNested(valueType) && below.Count < EventMappingLimits.MaxProperties)
                    {
                        below.Add((valueType, steps));
                    }
                }
            }

            level = below;
        }

        return found;
    }

    private static IEnumerable<PropertyInfo> ReadableOf(Type type)
        => (type.IsInterface ? type.GetInterfaces().Prepend(type) : [type])
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(p => p.GetMethod?.IsPublic == true && p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
            .DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase);

    private static EventPropertyType? KindOf(Type type)
    {
        if (type.IsEnum)
        {
            return EventPropertyType.Choice;
        }

        if (type == typeof(Guid))
        {
            return EventPropertyType.Id;
        }

        if (type == typeof(DateTimeOffset) || type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(TimeOnly))
        {
            return EventPropertyType.Time;
        }

        return System.Type.GetTypeCode(type) switch
        {
            TypeCode.String or TypeCode.Char => EventPropertyType.Text,
            TypeCode.Boolean => EventPropertyType.Boolean,
            >= TypeCode.SByte and <= TypeCode.Decimal => EventPropertyType.Number,
            _ => type == typeof(Uri) ? EventPropertyType.Text : null,
        };
    }

    /// <summary>What the framework's own types have inside says nothing to anybody.</summary>
    private static bool IsNested(Type type)
        => !type.IsPrimitive && !type.IsPointer && !type.IsByRefLike && !typeof(IEnumerable).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type)
            && type.Namespace is var space && space != "System" && space?.StartsWith("System.", StringComparison.Ordinal) != true;
}
