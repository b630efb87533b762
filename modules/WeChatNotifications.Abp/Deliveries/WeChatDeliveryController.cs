using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using Volo.Abp.Uow;
using WeChatNotifications.Deliveries;
using WeChatNotifications.HttpApi.Deliveries;

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

    /// <summary>Writes the log as CSV, newest first: all that the filters let through, a page at a time and each in a unit of work of its own.</summary>
    /// <param name="query">The filters; an export has no pages.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    [HttpGet("export")]
    [UnitOfWork(IsDisabled = true)]
    public virtual Task ExportAsync([FromQuery] DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => DeliveryExport.WriteAsync(HttpContext, deliveries, query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<DeliveryDetailDto> GetAsync(Guid id, CancellationToken cancellationToken = default) => deliveries.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}/wire")]
    public virtual Task<DeliveryWireDto> GetWireAsync(Guid id, CancellationToken cancellationToken = default) => deliveries.GetWireAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpGet("count")]
    public virtual Task<DeliveryCountsDto> CountAsync([FromQuery] DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => deliveries.CountAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpPost("retry")]
    [UnitOfWork(IsDisabled = true)]
    public virtual Task<DeliveriesChangedDto> RetryManyAsync([FromBody] DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => deliveries.RetryManyAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpPost("cancel")]
    [UnitOfWork(IsDisabled = true)]
    public virtual Task<DeliveriesChangedDto> CancelManyAsync([FromBody] DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => deliveries.CancelManyAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/retry")]
    public virtual Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default) => deliveries.RetryAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/cancel")]
    public virtual Task<DeliveryDetailDto> CancelAsync(Guid id, CancellationToken cancellationToken = default) => deliveries.CancelAsync(id, cancellationToken);
}
