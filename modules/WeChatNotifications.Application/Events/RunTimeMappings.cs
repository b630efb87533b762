using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Events;

/// <summary>
/// The mappings that tenants have made, kept in memory: a change on this node counts at once, one on another node within ten seconds. An
/// event that nobody registered costs nothing.
/// </summary>
internal sealed partial class RunTimeMappings(
    EventCatalogue catalogue, IServiceScopeFactory scopes, IAmbientTenant tenant, WeChatNotificationsMetrics metrics, TimeProvider timeProvider,
    ILogger<RunTimeMappings> logger)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Reading> _byTenant = new();

    /// <summary>Forgets what is known of a tenant.</summary>
    public void Forget(Guid? tenantId) => _byTenant.TryRemove(tenantId ?? Guid.Empty, out _);

    /// <summary>The notifications that an event causes for the ambient tenant. A mapping that is broken is logged and causes none.</summary>
    public async Task<IReadOnlyList<Notification>> NotificationsOfAsync(object domainEvent, CancellationToken cancellationToken)
    {
        var types = catalogue.Of(domainEvent);
        if (types.Count == 0)
        {
            return [];
        }

        var mappings = await GetAsync(tenant.Id, cancellationToken).ConfigureAwait(false);
        return mappings.Count == 0
            ? []
            : [.. mappings.Where(m => types.Contains(m.EventType)).Select(m => NotificationOf(m, domainEvent)).OfType<Notification>()];
    }

    private Notification? NotificationOf(RunTimeMapping mapping, object domainEvent)
    {
        try
        {
            if (!mapping.Matches(property => property.Of(domainEvent)))
            {
                return null;
            }

            var check = new RuleCheck();
            var notification = mapping.ToNotification(property => property.Of(domainEvent), timeProvider.GetUtcNow(), check);
            check.ThrowIfBroken();
            if (notification is null)
            {
                LogNobody(logger, mapping.Name, mapping.EventType.Name);
            }

            return notification;
        }
        catch (Exception exception)
        {
            // A property of the host's event that throws, or a key without its value: no reason to fail an order.
            metrics.EventRejected(mapping.EventType.Type.Name);
            LogBroken(logger, mapping.Name, mapping.EventType.Name, exception);
            return null;
        }
    }

    private async Task<IReadOnlyList<RunTimeMapping>> GetAsync(Guid? tenantId, CancellationToken cancellationToken)
    {
        var key = tenantId ?? Guid.Empty;
        if (!_byTenant.TryGetValue(key, out var reading) || timeProvider.GetElapsedTime(reading.At) >= Freshness || reading.HasFailed)
        {
            // Of many events at that moment, one reads for all.
            var stale = reading;
            var fresh = new Reading(timeProvider.GetTimestamp(), new Lazy<Task<IReadOnlyList<RunTimeMapping>>>(() => StartReading(tenantId)));
            reading = _byTenant.AddOrUpdate(key, fresh, (_, present) => ReferenceEquals(present, stale) ? fresh : present);
        }

        return await reading.Mappings.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Away from the caller's flow: what is kept for all must not be read in one caller's transaction or unit of work.</summary>
    private Task<IReadOnlyList<RunTimeMapping>> StartReading(Guid? tenantId)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => ReadAsync(tenantId));
        }
    }

    private async Task<IReadOnlyList<RunTimeMapping>> ReadAsync(Guid? tenantId)
    {
        using var bound = tenant.Change(tenantId);
        var stored = await scopes.InScopeAsync(s => s.GetRequiredService<IEventMappingRepository>().ListEnabledAsync(CancellationToken.None)).ConfigureAwait(false);
        var mappings = new List<RunTimeMapping>(stored.Count);
        foreach (var mapping in stored)
        {
            var check = new RuleCheck();
            if (RunTimeMapping.Create(EventMappingMapper.SettingsOf(mapping), catalogue, check) is { } usable)
            {
                mappings.Add(usable);
            }
            else
            {
                // The host has changed its event since.
                LogUnusable(logger, mapping.Name, mapping.EventName, new RuleViolationException(check.Violations).Message);
            }
        }

        return mappings;
    }

    [LoggerMessage(3002, LogLevel.Error, "The mapping {Mapping} made no notification of an event {Event}")]
    private static partial void LogBroken(ILogger logger, string mapping, string @event, Exception exception);

    [LoggerMessage(3003, LogLevel.Debug, "An event {Event} names nobody to whom the mapping {Mapping} could send")]
    private static partial void LogNobody(ILogger logger, string mapping, string @event);

    [LoggerMessage(3004, LogLevel.Error, "The mapping {Mapping} does not fit the event {Event} any more and is passed over: {Violations}")]
    private static partial void LogUnusable(ILogger logger, string mapping, string @event, string violations);

    private sealed record Reading(long At, Lazy<Task<IReadOnlyList<RunTimeMapping>>> Mappings)
    {
        public bool HasFailed => Mappings.IsValueCreated && Mappings.Value.IsFaulted;
    }
}
