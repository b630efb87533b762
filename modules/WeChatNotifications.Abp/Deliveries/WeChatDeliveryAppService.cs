using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using Volo.Abp.Uow;
using WeChatNotifications.Deliveries;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <inheritdoc cref="IWeChatDeliveryAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatDeliveryAppService))]
public class WeChatDeliveryAppService(IDeliveryAppService deliveries) : WeChatAppServiceBase, IWeChatDeliveryAppService
{
    /// <inheritdoc />
    public virtual Task<CursorPage<DeliveryDto>> ListAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.ListAsync(query, cancellationToken));

    /// <inheritdoc />
    public virtual Task<DeliveryDetailDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<DeliveryWireDto> GetWireAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.GetWireAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<DeliveryCountsDto> CountAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.CountAsync(query, cancellationToken));

    /// <inheritdoc />
    /// <remarks>Without a unit of work around it: each batch stands by itself.</remarks>
    [Authorize(Needs.Manage)]
    [UnitOfWork(IsDisabled = true)]
    public virtual Task<DeliveriesChangedDto> RetryManyAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.RetryManyAsync(query, cancellationToken));

    /// <inheritdoc />
    /// <remarks>Without a unit of work around it: each batch stands by itself.</remarks>
    [Authorize(Needs.Manage)]
    [UnitOfWork(IsDisabled = true)]
    public virtual Task<DeliveriesChangedDto> CancelManyAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.CancelManyAsync(query, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.RetryAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<DeliveryDetailDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.CancelAsync(id, cancellationToken));
}
