namespace WeChatNotifications.Events;

/// <summary>Administers which messages the host's events cause for the tenant, beside what the host's code maps.</summary>
public interface IEventMappingAppService
{
    /// <summary>The events that mappings can be made for, by name.</summary>
    Task<IReadOnlyList<EventTypeDto>> ListEventsAsync(CancellationToken cancellationToken = default);

    /// <summary>All mappings of the tenant, or of one event, by name.</summary>
    Task<IReadOnlyList<EventMappingDto>> ListAsync(string? eventName, CancellationToken cancellationToken = default);

    /// <summary>One.</summary>
    Task<EventMappingDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Adds one. It counts for the next event on this node, and within ten seconds on others.</summary>
    Task<EventMappingDto> CreateAsync(SaveEventMappingDto input, CancellationToken cancellationToken = default);

    /// <summary>Changes one. Messages that wait already stay as they are.</summary>
    Task<EventMappingDto> UpdateAsync(Guid id, UpdateEventMappingDto input, CancellationToken cancellationToken = default);

    /// <summary>Removes one. Messages that wait already are still sent.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Tries a mapping on a sample and stores nothing.</summary>
    Task<EventMappingTestResultDto> TestAsync(TestEventMappingDto input, CancellationToken cancellationToken = default);
}
