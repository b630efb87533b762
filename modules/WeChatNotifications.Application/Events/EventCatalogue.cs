using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;

namespace WeChatNotifications.Events;

/// <summary>The host's events that mappings can be made for.</summary>
internal sealed partial class EventCatalogue
{
    private readonly Dictionary<string, EventType> _byName;
    private readonly ConcurrentDictionary<Type, EventType[]> _byRuntimeType = new();

    /// <exception cref="InvalidOperationException">Two events are registered under one name.</exception>
    public EventCatalogue(NotificationEventMappings mappings)
    {
        var named = mappings.NamedEvents;
        var types = new List<EventType>();
        foreach (var type in mappings.EventTypes)
        {
            var (name, display) = named.TryGetValue(type, out var given) ? given : (null, null);
            var marked = type.GetCustomAttribute<NotificationEventAttribute>(inherit: false);
            types.Add(new EventType(name ?? marked?.Name, display ?? marked?.Display ?? type.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName, type));
        }

        if (types.Where(t => t.HasOwnName).GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw new InvalidOperationException($"Two events are registered as \"{twice.Key}\": {string.Join(" and ", twice.Select(t => t.Type))}.");
        }

        // Types that happen to have the same name in two modules go by their whole name.
        _byName = types.GroupBy(t => t.Name, StringComparer.Ordinal)
            .SelectMany(g => g.Select(t => t.HasOwnName || !g.Skip(1).Any() ? t : t with { Name = EventType.NameOf(t.Type.FullName ?? t.Type.Name) }))
            .ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>All events, by name.</summary>
    public IEnumerable<EventType> Events => _byName.Values.OrderBy(e => e.Name, StringComparer.Ordinal);

    /// <summary>An event by its name.</summary>
    public EventType? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What an object is an event of: its own type, its bases and its interfaces, as far as they are registered.</summary>
    public IReadOnlyCollection<EventType> Of(object domainEvent)
        => _byRuntimeType.GetOrAdd(domainEvent.GetType(), static (type, all) => [.. all.Where(e => e.Type.IsAssignableFrom(type))], _byName.Values);

    /// <summary>Checks a name that a developer has given.</summary>
    /// <exception cref="ArgumentException">It has other characters than letters, digits and <c>- _ . :</c>, or is too long.</exception>
    public static string CheckName(string name)
        => name.Length <= EventMappingLimits.EventNameLength && ValidName().IsMatch(name)
            ? name
            : throw new ArgumentException($"\"{name}\" is no name for an event: 1 to {EventMappingLimits.EventNameLength} letters, digits, - _ . :", nameof(name));

    [GeneratedRegex(@"^[\p{L}\p{Nd}\-_.:]+\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex ValidName();
}
