using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications.Events;

/// <summary>Somebody who is told of outcomes: a handler or a publisher that the host has registered.</summary>
/// <param name="Type">Its class, which is a service.</param>
/// <param name="IsOutside">Whether it carries events out of the process.</param>
/// <param name="CallAsync">Takes an instance to some events of one tenant.</param>
internal sealed record OutcomeListener(Type Type, bool IsOutside, Func<object, IReadOnlyList<IOutcomeEvent>, CancellationToken, Task> CallAsync)
{
    /// <summary>A handler, which is called for each of its events.</summary>
    /// <exception cref="ArgumentException">The class is no handler.</exception>
    public static OutcomeListener Handler(Type type)
    {
        var calls = HandledBy(type).Select(CallOf).ToList();
        if (calls.Count == 0)
        {
            throw new ArgumentException($"{type} implements no {nameof(INotificationOutcomeHandler<>)}.", nameof(type));
        }

        return new(type, IsOutside: false, async (handler, events, cancellationToken) =>
        {
            foreach (var call in calls)
            {
                await call(handler, events, cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <summary>Whether a class hears of outcomes.</summary>
    public static bool IsHandler(Type type) => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && HandledBy(type).Any();

    /// <summary>A publisher.</summary>
    public static OutcomeListener Publisher(Type type)
        => new(type, IsOutside: true, static (publisher, events, cancellationToken) => ((IOutcomePublisher)publisher).PublishAsync(events, cancellationToken));

    /// <summary>Works in a scope of its own: what one listener leaves behind in its DbContext is nobody else's.</summary>
    public Task<bool> TellAsync(IServiceScopeFactory scopes, IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken)
        => scopes.InScopeAsync(async s =>
        {
            await CallAsync(s.GetRequiredService(Type), events, cancellationToken).ConfigureAwait(false);
            return true;
        });

    private static IEnumerable<Type> HandledBy(Type type) => type.GetInterfaces()
        .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INotificationOutcomeHandler<>)).Select(i => i.GenericTypeArguments[0]);

    private static Func<object, IReadOnlyList<IOutcomeEvent>, CancellationToken, Task> CallOf(Type eventType)
        => typeof(OutcomeListener).GetMethod(nameof(CallHandlerAsync), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(eventType).CreateDelegate<Func<object, IReadOnlyList<IOutcomeEvent>, CancellationToken, Task>>();

    private static Task CallHandlerAsync<TEvent>(object handler, IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken)
        where TEvent : IOutcomeEvent
        => events.OfType<TEvent>().ToList() is { Count: > 0 } own
            ? ((INotificationOutcomeHandler<TEvent>)handler).HandleAsync(own, cancellationToken)
            : Task.CompletedTask;
}
