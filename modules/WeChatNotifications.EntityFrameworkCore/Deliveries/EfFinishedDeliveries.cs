using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

internal sealed class EfFinishedDeliveries(IWeChatNotificationsDbContextProvider contexts) : IFinishedDeliveries
{
    public async Task<IReadOnlyList<Guid>> ListLapsedAsync(DateTimeOffset now, CancellationToken cancellationToken)
        => await (await DeliveriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(d => d.Status == DeliveryStatus.Sending && d.LeaseUntil <= now).Select(d => d.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeliveryLog>> ListGivenUpAsync(IReadOnlyCollection<Guid> ids, DateTimeOffset at, CancellationToken cancellationToken)
        => await (await DeliveriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(d => ids.Contains(d.Id) && d.FinishedAt == at && (d.Status == DeliveryStatus.Failed || d.Status == DeliveryStatus.Unconfirmed))
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeliveryLog>> ListCancelledAsync(
        Guid appCredentialId, DateTimeOffset at, Guid? after, int take, CancellationToken cancellationToken)
    {
        var cancelled = (await DeliveriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(d => d.AppCredentialId == appCredentialId && d.Status == DeliveryStatus.Cancelled && d.FinishedAt == at);
        if (after is { } id)
        {
            cancelled = cancelled.Where(d => d.Id.CompareTo(id) > 0);
        }

        return await cancelled.OrderBy(d => d.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IQueryable<DeliveryLog>> DeliveriesAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryLog>().IgnoreQueryFilters().AsNoTracking();
}
