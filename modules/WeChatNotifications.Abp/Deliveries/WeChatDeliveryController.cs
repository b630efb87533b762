using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>The delivery log over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Deliveries")]
[Route(WeChatNotificationsRemoteService.Root + "/deliveries")]
public class WeChatDeliveryController(IWeChatDeliveryAppService deliveries) : AbpControllerBase, IWeChatDeliveryAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<CursorPage<DeliveryDto>> ListAsync([FromQuery] DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => deliveries.ListAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<DeliveryDetailDto> GetAsync(Guid id, CancellationToken cancellationToken = default) => deliveries.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/retry")]
    public virtual Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default) => deliveries.RetryAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/cancel")]
    public virtual Task<DeliveryDetailDto> CancelAsync(Guid id, CancellationToken cancellationToken = default) => deliveries.CancelAsync(id, cancellationToken);
}
