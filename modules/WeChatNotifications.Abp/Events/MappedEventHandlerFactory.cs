using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EventBus;

namespace WeChatNotifications.Abp.Events;

/// <summary>
/// Makes handlers of mapped events, each in a scope of its own. ABP's own factory wants them registered, and ABP takes every registered
/// handler, an open generic one too, for one of a known event.
/// </summary>
internal sealed class MappedEventHandlerFactory(IServiceScopeFactory scopes, Type handlerType) : IEventHandlerFactory
{
    private readonly Type _handlerType = handlerType;

    public IEventHandlerDisposeWrapper GetHandler()
    {
        var scope = scopes.CreateScope();
        return new EventHandlerDisposeWrapper((IEventHandler)ActivatorUtilities.CreateInstance(scope.ServiceProvider, _handlerType), scope.Dispose);
    }

    public bool IsInFactories(List<IEventHandlerFactory> handlerFactories)
        => handlerFactories.OfType<MappedEventHandlerFactory>().Any(f => f._handlerType == _handlerType);
}
