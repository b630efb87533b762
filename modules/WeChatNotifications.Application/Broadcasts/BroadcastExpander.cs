using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Events;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>Puts one slice of a broadcast's audience into the queue. Whatever happens, the next slice begins at the cursor that is stored.</summary>
internal sealed class BroadcastExpander(
    IServiceScopeFactory scopes, IDeliverySignal signal, IOutcomeSink outcomes, WeChatNotificationsMetrics metrics, IOptions<BroadcastOptions> options, IOptions<PermitOptions> permits,
    TimeProvider timeProvider, ILogger<BroadcastExpander> logger)
{
    /// <summary>With a rate, for how long messages may wait in the queue.</summary>
    private const int SecondsAhead = 5;

    /// <summary>Puts the next recipients into the queue. The ambient tenant is the broadcast's.</summary>
    /// <param name="id">The broadcast.</param>
    /// <param name="done">How many of its messages had an outcome just now.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<ExpansionStep> ExpandAsync(Guid id, long done, CancellationToken cancellationToken) => scopes.InScopeAsync(async services =>
    {
        var broadcasts = services.GetRequiredService<IBroadcastRepository>();
        if (await broadcasts.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { Status: BroadcastStatus.Running, IsExpanded: false } broadcast)
        {
            return default;
        }

        var now = timeProvider.GetUtcNow();
        var take = RoomOf(broadcast, done, now);
        if (take == 0)
        {
            return default;
        }

        var messages = services.GetRequiredService<BroadcastMessages>();
        var message = await messages.OpenAsync(broadcast, cancellationToken).ConfigureAwait(false);
        if (message.Fault is { } fault)
        {
            await FailAsync(broadcasts, broadcast, fault, cancellationToken).ConfigureAwait(false);
            return default;
        }

        var audience = services.GetRequiredService<IAudienceReader>();
        var query = new AudienceQuery(
            id, broadcast.Audience, broadcast.AppCredentialId, message.Head.Channel, message.Head.WeChatTemplateId, now + permits.Value.SafetyMargin);
        var page = await audience.ReadAsync(query, broadcast.Cursor, take, cancellationToken).ConfigureAwait(false);
        var isKeyed = broadcast.Audience == AudienceKind.Source
            || (broadcast.Audience == AudienceKind.List && await audience.NamesUsersAsync(id, cancellationToken).ConfigureAwait(false));
        var slots = new RateSlots(broadcast.NextSlot, broadcast.RatePerSecond, now);
        var deliveries = await messages.MakeAsync(broadcast, message, page.Members, isKeyed, slots, now, cancellationToken).ConfigureAwait(false);

        // Of a source, whether it was read to the end had been asked before the page was: nothing can have come between.
        var isLast = page.IsEnd && (broadcast.Audience != AudienceKind.Source || broadcast.IsStaged);
        if (deliveries.Count == 0 && !isLast)
        {
            return default;
        }

        var cursor = page.Members.Count > 0 ? page.Members[^1].Cursor : broadcast.Cursor;
        var added = await broadcasts.AppendAsync(new ExpansionSlice(id, broadcast.Cursor, cursor, isLast, slots.End, deliveries), cancellationToken).ConfigureAwait(false);
        Tell(broadcast, deliveries, added, isLast);
        return new ExpansionStep(added ?? 0, GoesOn: added is not null && !isLast && !page.IsEnd);
    });

    /// <summary>It cannot go on until somebody has mended what the message says.</summary>
    public async Task FailAsync(IBroadcastRepository broadcasts, Broadcast broadcast, string fault, CancellationToken cancellationToken)
    {
        try
        {
            broadcast.Fail(fault);
            await broadcasts.SaveAsync(broadcast, cancellationToken).ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            // Somebody has paused or cancelled it meanwhile; if it is resumed, the fault is met again.
            return;
        }

        BroadcastLog.Failed(logger, broadcast.Id, fault);
        outcomes.Publish(OutcomeEvents.Of(broadcast, timeProvider.GetUtcNow()));
    }

    /// <summary>How many may follow. Those that are too late get their outcome at once and are not waited for.</summary>
    private int RoomOf(Broadcast broadcast, long done, DateTimeOffset now)
    {
        if (broadcast.ExpiresAt <= now)
        {
            return options.Value.SliceSize;
        }

        var window = broadcast.RatePerSecond is { } rate ? Math.Min(options.Value.Window, SecondsAhead * rate) : options.Value.Window;
        return (int)Math.Clamp(window - (broadcast.Expanded - done), 0, options.Value.SliceSize);
    }

    private void Tell(Broadcast broadcast, IReadOnlyList<DeliveryLog> deliveries, int? added, bool isLast)
    {
        if (added is not { } rows)
        {
            return;
        }

        metrics.Enqueued(rows);
        foreach (var app in deliveries.Where(d => d.Status == DeliveryStatus.Pending).Select(d => d.AppCredentialId).Distinct())
        {
            signal.WorkArrived(app);
        }

        if (outcomes.IsHeard)
        {
            outcomes.Publish(outcomes.EventsOf(deliveries.Where(d => d.FinishedAt is not null)));
        }

        if (isLast)
        {
            BroadcastLog.Expanded(logger, broadcast.Id, broadcast.Expanded + rows);
        }
    }
}

/// <summary>What a step of the expansion has done.</summary>
/// <param name="Rows">Messages put into the queue.</param>
/// <param name="GoesOn">Whether another step may follow at once.</param>
internal readonly record struct ExpansionStep(int Rows, bool GoesOn);
