using System.Text;

namespace WeChatNotifications.Events;

/// <summary>One kind of event in the catalogue.</summary>
internal sealed record EventType
{
    private readonly Lazy<Dictionary<string, EventProperty>> _properties;

    public EventType(string? name, string? display, Type type)
    {
        (Type, Display, HasOwnName) = (type, display, name is not null);
        Name = name is null ? NameOf(ShortNameOf(type)) : EventCatalogue.CheckName(name);
        _properties = new(() => EventProperty.AllOf(type).ToDictionary(p => p.Path, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What mappings call it.</summary>
    public string Name { get; init; }

    /// <summary>What people read; null for the name.</summary>
    public string? Display { get; }

    /// <summary>Its type.</summary>
    public Type Type { get; }

    /// <summary>Whether a developer has named it, and not the module after its type.</summary>
    public bool HasOwnName { get; }

    /// <summary>The values that mappings can use.</summary>
    public IReadOnlyCollection<EventProperty> Properties => _properties.Value.Values;

    /// <summary>A value by its path, whatever the case of its letters.</summary>
    public EventProperty? Find(string path) => _properties.Value.GetValueOrDefault(path);

    /// <summary><c>OrderPaid</c> → <c>order-paid</c>.</summary>
    public static string NameOf(string typeName)
    {
        var name = new StringBuilder(typeName.Length + 8);
        for (var i = 0; i < typeName.Length; i++)
        {
            var c = typeName[i];
            if (!char.IsLetterOrDigit(c))
            {
                // Nested and generic types have + and ` in their names.
                name.Append(name.Length > 0 && name[^1] != '-' ? "-" : "");
                continue;
            }

            var startsWord = char.IsUpper(c) && i > 0 && (!char.IsUpper(typeName[i - 1]) || (i + 1 < typeName.Length && char.IsLower(typeName[i + 1])));
            name.Append(startsWord && name.Length > 0 && name[^1] != '-' ? "-" : "").Append(char.ToLowerInvariant(c));
        }

        return name.Length > EventMappingLimits.EventNameLength ? name.ToString(0, EventMappingLimits.EventNameLength) : name.ToString();
    }

    private static string ShortNameOf(Type type)
    {
        var name = type.Name.Split('`')[0];
        if (type.IsInterface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]))
        {
            name = name[1..];
        }

        return type.IsGenericType ? string.Join('-', type.GenericTypeArguments.Select(ShortNameOf).Prepend(name)) : name;
    }
}
