using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Events;

/// <summary>The events of the host and what the tenant maps them to, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("EventMappings")]
[Route(WeChatNotificationsRemoteService.Root)]
public class WeChatEventMappingController(IWeChatEventMappingAppService mappings) : AbpControllerBase, IWeChatEventMappingAppService
{
    /// <inheritdoc />
    [HttpGet("events")]
    public virtual Task<IReadOnlyList<EventTypeDto>> ListEventsAsync(CancellationToken cancellationToken = default)
        => mappings.ListEventsAsync(cancellationToken);

    /// <inheritdoc />
    [HttpGet("event-mappings")]
    public virtual Task<IReadOnlyList<EventMappingDto>> ListAsync([FromQuery] string? eventName, CancellationToken cancellationToken = default)
        => mappings.ListAsync(eventName, cancellationToken);

    /// <inheritdoc />
    [HttpGet("event-mappings/{id:guid}")]
    public virtual Task<EventMappingDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => mappings.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("event-mappings")]
    public virtual Task<EventMappingDto> CreateAsync([FromBody] SaveEventMappingDto input, CancellationToken cancellationToken = default)
        => mappings.CreateAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpPut("event-mappings/{id:guid}")]
    public virtual Task<EventMappingDto> UpdateAsync(Guid id, [FromBody] UpdateEventMappingDto input, CancellationToken cancellationToken = default)
        => mappings.UpdateAsync(id, input, cancellationToken);

    /// <inheritdoc />
    [HttpDelete("event-mappings/{id:guid}")]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => mappings.DeleteAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("event-mappings/test")]
    public virtual Task<EventMappingTestResultDto> TestAsync([FromBody] TestEventMappingDto input, CancellationToken cancellationToken = default)
        => mappings.TestAsync(input, cancellationToken);
}
