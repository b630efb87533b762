namespace WeChatNotifications.Events;

/// <summary>One module's share of the mappings.</summary>
internal sealed class NotificationEventSource(Action<NotificationEventMappings> apply)
{
    public static NotificationEventMappings Combine(IEnumerable<NotificationEventSource> sources)
    {
        var mappings = new NotificationEventMappings();
        foreach (var source in sources)
        {
            source.Apply(mappings);
        }

        mappings.RequireWhole();
        return mappings;
    }

    private void Apply(NotificationEventMappings mappings) => apply(mappings);
}
