using Volo.Abp.EventBus;
using Volo.Abp.EventBus.Distributed;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Events;

/// <summary>Hands an event of the local bus, a domain event or "an entity was created", to the notifications it is mapped to.</summary>
internal sealed class MappedLocalEventHandler<TEvent>(INotificationEventPublisher publisher, NotificationEventMappings mappings) : ILocalEventHandler<TEvent>
    where TEvent : class
{
    public Task HandleEventAsync(TEvent eventData) => MappedEvents.HandleAsync(eventData, publisher, mappings);
}

/// <summary>The same for an event of another service.</summary>
internal sealed class MappedDistributedEventHandler<TEvent>(INotificationEventPublisher publisher, NotificationEventMappings mappings) : IDistributedEventHandler<TEvent>
    where TEvent : class
{
    public Task HandleEventAsync(TEvent eventData) => MappedEvents.HandleAsync(eventData, publisher, mappings);
}

internal static class MappedEvents
{
    /// <summary>
    /// A bus calls the handlers of all types that an event is of; the publisher looks at all mappings that an event fits. Together they
    /// would double what is mapped for a type and for its base, so the handler of the first such type speaks for all.
    /// </summary>
    public static Task HandleAsync<TEvent>(TEvent eventData, INotificationEventPublisher publisher, NotificationEventMappings mappings)
        where TEvent : class
        => mappings.EventTypes.First(type => type.IsInstanceOfType(eventData)) == typeof(TEvent) ? publisher.PublishAsync(eventData) : Task.CompletedTask;
}
