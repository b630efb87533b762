using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Broadcasts;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Broadcasts;

namespace WeChatNotifications.Abp.Broadcasts;

/// <inheritdoc cref="IWeChatBroadcastScheduleAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatBroadcastScheduleAppService))]
public class WeChatBroadcastScheduleAppService(IBroadcastScheduleAppService schedules) : WeChatAppServiceBase, IWeChatBroadcastScheduleAppService
{
    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task<BroadcastScheduleDto> CreateAsync(SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => schedules.CreateAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task<BroadcastScheduleDto> UpdateAsync(Guid id, SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => schedules.UpdateAsync(id, input, cancellationToken));

    /// <inheritdoc />
    public virtual Task<BroadcastScheduleDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => schedules.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<CursorPage<BroadcastScheduleDto>> ListAsync(BroadcastScheduleQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => schedules.ListAsync(query, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => schedules.DeleteAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task<BroadcastDto> RunAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => schedules.RunAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<SchedulePreviewDto> PreviewAsync(SchedulePreviewInput input, CancellationToken cancellationToken = default)
        => RunAsync(() => schedules.PreviewAsync(input, cancellationToken));
}
