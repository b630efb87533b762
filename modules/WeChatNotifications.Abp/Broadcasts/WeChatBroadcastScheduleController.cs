using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Abp.Broadcasts;

/// <summary>Broadcasts that recur, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("BroadcastSchedules")]
[Route(WeChatNotificationsRemoteService.Root + "/broadcast-schedules")]
public class WeChatBroadcastScheduleController(IWeChatBroadcastScheduleAppService schedules) : AbpControllerBase, IWeChatBroadcastScheduleAppService
{
    /// <inheritdoc />
    [HttpPost]
    public virtual Task<BroadcastScheduleDto> CreateAsync([FromBody] SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default)
        => schedules.CreateAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpPut("{id:guid}")]
    public virtual Task<BroadcastScheduleDto> UpdateAsync(Guid id, [FromBody] SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default)
        => schedules.UpdateAsync(id, input, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<BroadcastScheduleDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => schedules.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpGet]
    public virtual Task<CursorPage<BroadcastScheduleDto>> ListAsync([FromQuery] BroadcastScheduleQueryDto query, CancellationToken cancellationToken = default)
        => schedules.ListAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpDelete("{id:guid}")]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => schedules.DeleteAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/run")]
    public virtual Task<BroadcastDto> RunAsync(Guid id, CancellationToken cancellationToken = default)
        => schedules.RunAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("preview")]
    public virtual Task<SchedulePreviewDto> PreviewAsync([FromBody] SchedulePreviewInput input, CancellationToken cancellationToken = default)
        => schedules.PreviewAsync(input, cancellationToken);
}
