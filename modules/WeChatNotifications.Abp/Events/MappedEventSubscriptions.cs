using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EventBus;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.EventBus.Local;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Events;

/// <summary>
/// Listens for every event that <c>AddWeChatNotificationEvents</c> maps: on the local bus for all of them, and on the distributed bus for
/// those that carry ABP's <see cref="EventNameAttribute"/>, by which services know them.
/// </summary>
internal sealed class MappedEventSubscriptions(
    NotificationEventMappings mappings, ILocalEventBus localBus, IDistributedEventBus distributedBus, IServiceScopeFactory scopes)
{
    public void Subscribe()
    {
        foreach (var type in mappings.EventTypes)
        {
            if (type.IsValueType)
            {
                throw new InvalidOperationException($"{type} is mapped to notifications, but ABP's event bus carries no structs. Make it a class or a record class.");
            }

            localBus.Subscribe(type, new MappedEventHandlerFactory(scopes, typeof(MappedLocalEventHandler<>).MakeGenericType(type)));

            // Without a broker the distributed bus passes everything on to the local one, where we listen already.
            if (type.GetCustomAttribute<EventNameAttribute>() is not null && distributedBus is not LocalDistributedEventBus)
            {
                distributedBus.Subscribe(type, new MappedEventHandlerFactory(scopes, typeof(MappedDistributedEventHandler<>).MakeGenericType(type)));
            }
        }
    }
}
