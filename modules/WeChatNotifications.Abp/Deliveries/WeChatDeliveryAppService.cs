using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
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
    [Authorize(Needs.Manage)]
    public virtual Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.RetryAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<DeliveryDetailDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => deliveries.CancelAsync(id, cancellationToken));
}
