using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Events;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Events;

namespace WeChatNotifications.Abp.Events;

/// <inheritdoc cref="IWeChatEventMappingAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatEventMappingAppService))]
public class WeChatEventMappingAppService(IEventMappingAppService mappings) : WeChatAppServiceBase, IWeChatEventMappingAppService
{
    /// <inheritdoc />
    public virtual Task<IReadOnlyList<EventTypeDto>> ListEventsAsync(CancellationToken cancellationToken = default)
        => RunAsync(() => mappings.ListEventsAsync(cancellationToken));

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<EventMappingDto>> ListAsync(string? eventName, CancellationToken cancellationToken = default)
        => RunAsync(() => mappings.ListAsync(eventName, cancellationToken));

    /// <inheritdoc />
    public virtual Task<EventMappingDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => mappings.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<EventMappingDto> CreateAsync(SaveEventMappingDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => mappings.CreateAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<EventMappingDto> UpdateAsync(Guid id, UpdateEventMappingDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => mappings.UpdateAsync(id, input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => mappings.DeleteAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<EventMappingTestResultDto> TestAsync(TestEventMappingDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => mappings.TestAsync(input, cancellationToken));
}
