using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Events;

internal sealed class EventMappingAppService(
    IEventMappingRepository repository, EventCatalogue catalogue, RunTimeMappings running, EventTemplateCheck templates, EventMappingTrial trial,
    ICallerTransaction callerTransaction, IAmbientTenant tenant, TimeProvider timeProvider)
    : IEventMappingAppService
{
    public Task<IReadOnlyList<EventTypeDto>> ListEventsAsync(CancellationToken cancellationToken = default)
        => Task.FromResult<IReadOnlyList<EventTypeDto>>([.. catalogue.Events.Select(e => new EventTypeDto
        {
            Name = e.Name,
            Display = e.Display ?? e.Name,
            Properties = [.. e.Properties.Select(p => new EventPropertyDto(p.Path, p.Type, p.Choices, EventComparison.OperatorsFor(p.Type)))],
        })]);

    public async Task<IReadOnlyList<EventMappingDto>> ListAsync(string? eventName, CancellationToken cancellationToken = default)
        => [.. (await repository.ListAsync(eventName, cancellationToken).ConfigureAwait(false)).Select(EventMappingMapper.ToDto)];

    public async Task<EventMappingDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => EventMappingMapper.ToDto(await RequireAsync(id, cancellationToken).ConfigureAwait(false));

    public async Task<EventMappingDto> CreateAsync(SaveEventMappingDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        if (await repository.CountAsync(cancellationToken).ConfigureAwait(false) is var count and >= EventMappingLimits.MaxMappings)
        {
            check.Add(new("name", RuleCodes.TooMany, ("count", count + 1), ("max", EventMappingLimits.MaxMappings)));
        }

        var settings = await CheckAsync(id: null, input, check, cancellationToken).ConfigureAwait(false);
        var mapping = EventMapping.Create(tenant.Id, settings, timeProvider.GetUtcNow());
        await repository.AddAsync(mapping, cancellationToken).ConfigureAwait(false);
        ForgetRunning();
        return EventMappingMapper.ToDto(mapping);
    }

    public async Task<EventMappingDto> UpdateAsync(Guid id, UpdateEventMappingDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var mapping = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (input.ConcurrencyStamp is { } seen && seen != mapping.ConcurrencyStamp)
        {
            throw ConflictException.Changed(nameof(EventMapping));
        }

        // Before anything changes: the entity is tracked, and a host's unit of work would save it half-done.
        var settings = await CheckAsync(id, input, new RuleCheck(), cancellationToken).ConfigureAwait(false);
        mapping.Configure(settings, timeProvider.GetUtcNow());
        await repository.SaveAsync(mapping, cancellationToken).ConfigureAwait(false);
        ForgetRunning();
        return EventMappingMapper.ToDto(mapping);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await repository.RemoveAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        ForgetRunning();
    }

    public Task<EventMappingTestResultDto> TestAsync(TestEventMappingDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return trial.RunAsync(input, cancellationToken);
    }

    /// <summary>Checks the mapping by itself, against its event, against its template and against the tenant's other mappings: everything at once.</summary>
    private async Task<EventMappingSettings> CheckAsync(Guid? id, SaveEventMappingDto input, RuleCheck check, CancellationToken cancellationToken)
    {
        var settings = EventMappingMapper.SettingsOf(input).Check(check);
        _ = RunTimeMapping.Create(settings, catalogue, check);
        await templates.CheckAsync(settings, catalogue.Find(settings.EventName!), check, cancellationToken).ConfigureAwait(false);
        if (settings is { DedupKeyPattern: { } key, IsEnabled: true, EventName: { } eventName })
        {
            var others = await repository.ListAsync(eventName, cancellationToken).ConfigureAwait(false);
            if (others.FirstOrDefault(o => o.Id != id && o.IsEnabled && o.DedupKeyPattern == key) is { } other)
            {
                check.Add(new("dedupKeyPattern", RuleCodes.KeyInUse, ("mapping", other.Name)));
            }
        }

        check.ThrowIfBroken();
        return settings;
    }

    private async Task<EventMapping> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await repository.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(EventMapping), id);

    /// <summary>When the change stands: whoever reads before would keep what was.</summary>
    private void ForgetRunning()
    {
        var tenantId = tenant.Id;
        callerTransaction.OnCommitted(() => running.Forget(tenantId));
    }
}
