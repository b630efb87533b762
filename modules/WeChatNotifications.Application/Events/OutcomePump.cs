using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Events;

/// <summary>
/// Tells outcomes in batches, one listener after the other and beside the engine, so that a slow or broken one holds up no message. What
/// waits when the process dies is lost; the delivery log has it.
/// </summary>
internal sealed partial class OutcomePump(
    IEnumerable<OutcomeListener> listeners, IServiceScopeFactory scopes, IAmbientTenant tenant, WeChatNotificationsMetrics metrics,
    IOptions<OutcomeOptions> options, TimeProvider timeProvider, ILogger<OutcomePump> logger)
    : BackgroundService, IOutcomeSink
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly OutcomeOptions _options = options.Value;
    private readonly OutcomeListener[] _listeners = [.. listeners.DistinctBy(l => l.Type)];
    private readonly Channel<Told> _waiting = Channel.CreateBounded<Told>(new BoundedChannelOptions(options.Value.Capacity) { SingleReader = true });
    private long _dropped;

    public bool IsHeard => _listeners.Length > 0;

    public IReadOnlyList<NotificationOutcome> EventsOf(IEnumerable<DeliveryLog> deliveries)
        => IsHeard ? [.. deliveries.Where(d => IsTold(d.Status, d.BroadcastId)).Select(OutcomeEvents.Of).OfType<NotificationOutcome>()] : [];

    public void Publish(IOutcomeEvent outcome) => Add(outcome, isOut: false);

    public void Publish(IEnumerable<IOutcomeEvent> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            Add(outcome, isOut: false);
        }
    }

    public void PublishInside(IEnumerable<IOutcomeEvent> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            Add(outcome, isOut: true);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await Task.WhenAny(running, Task.Delay(LastWords, cancellationToken)).ConfigureAwait(false);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Told>(_options.BatchSize);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            while (batch.Count < _options.BatchSize && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            foreach (var own in batch.GroupBy(t => t.Event.TenantId))
            {
                await TellAsync(own.Key, [.. own], stoppingToken).ConfigureAwait(false);
            }

            batch.Clear();
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
            {
                LogDropped(logger, dropped, _options.Capacity);
            }
        }
    }

    private void Add(IOutcomeEvent outcome, bool isOut)
    {
        if (!IsHeard || !IsTold(outcome))
        {
            return;
        }

        if (!_waiting.Writer.TryWrite(new Told(outcome, isOut)))
        {
            Interlocked.Increment(ref _dropped);
            metrics.OutcomeDropped();
        }
    }

    private bool IsTold(IOutcomeEvent outcome) => outcome is NotificationOutcome message
        ? IsTold(message.Status, message.BroadcastId)
        : _options.Told.HasFlag(OutcomeEvents.KindOf(outcome));

    private bool IsTold(DeliveryStatus status, Guid? broadcastId)
    {
        var told = broadcastId is null ? _options.Told : _options.Told & _options.ToldOfBroadcasts;
        return OutcomeEvents.KindOf(status) is not OutcomeKinds.None and var kind && told.HasFlag(kind);
    }

    private async Task TellAsync(Guid? tenantId, List<Told> told, CancellationToken cancellationToken)
    {
        var all = told.ConvertAll(t => t.Event);
        var outside = told.FindAll(t => !t.IsOut).ConvertAll(t => t.Event);
        foreach (var listener in _listeners)
        {
            if ((listener.IsOutside ? outside : all) is { Count: > 0 } events)
            {
                await TellAsync(listener, tenantId, events, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TellAsync(OutcomeListener listener, Guid? tenantId, List<IOutcomeEvent> events, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeFor(listener, events.Count), timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // One that does not listen to its token is left to itself.
            await InTenantAsync().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            LogTimedOut(logger, listener.Type.Name, events.Count, TimeFor(listener, events.Count));
        }
        catch (Exception exception)
        {
            // Somebody's handler, or a broker. The outcomes themselves are safe in the database.
            LogFailed(logger, listener.Type.Name, events.Count, exception);
        }

        async Task InTenantAsync()
        {
            using var bound = tenant.Change(tenantId);
            await listener.TellAsync(scopes, events, either.Token).ConfigureAwait(false);
        }
    }

    /// <summary>A publisher hands events on one by one, and other people's handlers may run meanwhile.</summary>
    private TimeSpan TimeFor(OutcomeListener listener, int events) => listener.IsOutside ? _options.HandlerTimeout * events : _options.HandlerTimeout;

    [LoggerMessage(3011, LogLevel.Error, "{Listener} failed with {Count} outcome(s); they are not told again")]
    private static partial void LogFailed(ILogger logger, string listener, int count, Exception exception);

    [LoggerMessage(3012, LogLevel.Error, "{Listener} did not finish with {Count} outcome(s) within {Timeout}, or the host stopped; they are not told again")]
    private static partial void LogTimedOut(ILogger logger, string listener, int count, TimeSpan timeout);

    [LoggerMessage(3013, LogLevel.Warning, "{Count} outcome(s) were not told because {Capacity} were waiting already: a listener is too slow")]
    private static partial void LogDropped(ILogger logger, long count, int capacity);

    /// <param name="Event">What is told.</param>
    /// <param name="IsOut">Whether it has left the process already.</param>
    private readonly record struct Told(IOutcomeEvent Event, bool IsOut);
}
