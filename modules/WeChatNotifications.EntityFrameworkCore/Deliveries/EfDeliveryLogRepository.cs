using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

internal sealed class EfDeliveryLogRepository(IWeChatNotificationsDbContextProvider contexts) : IDeliveryLogRepository
{
    public async Task<DeliveryLog?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryLog>()
            .FirstOrDefaultAsync(d => d.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeliveryAttempt>> GetAttemptsAsync(Guid deliveryId, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryAttempt>().AsNoTracking()
            .Where(a => a.DeliveryLogId == deliveryId)
            .OrderBy(a => a.At).ThenBy(a => a.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeliveryLog>> ListAsync(DeliveryFilter filter, Guid? before, int take, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var deliveries = Apply(filter, context.Set<DeliveryLog>().AsNoTracking(), TimeOfIds.IsSortable(context));
        if (before is { } id)
        {
            deliveries = deliveries.Where(d => d.Id.CompareTo(id) < 0);
        }

        return await deliveries.OrderByDescending(d => d.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.InsertAsync(Tallies.OfChanges(context, [delivery]), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(delivery);
        }
    }

    public async Task<int> CancelWaitingOfAppAsync(Guid appCredentialId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var waiting = context.Set<DeliveryLog>().Where(d => d.AppCredentialId == appCredentialId && d.Status == DeliveryStatus.Pending);
        return await context.EndAsync(
            waiting, waiting, new DeliveryEnd(DeliveryStatus.Cancelled, DeliveryReason.CancelledByHand, now), cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<DeliveryLog> Apply(DeliveryFilter filter, IQueryable<DeliveryLog> deliveries, bool idsSortByTime)
    {
        if (filter.AppCredentialId is { } app)
        {
            deliveries = deliveries.Where(d => d.AppCredentialId == app);
        }

        if (filter.TemplateName is { } template)
        {
            deliveries = deliveries.Where(d => d.TemplateName == template);
        }

        if (filter.OpenId is { } openId)
        {
            deliveries = deliveries.Where(d => d.OpenId == openId);
        }

        if (filter.UserId is { } userId)
        {
            deliveries = deliveries.Where(d => d.UserId == userId);
        }

        if (filter.Statuses is { Count: 1 } status)
        {
            // Equality with one value is what lets the database use the small index of troubled rows.
            var only = status.First();
            deliveries = deliveries.Where(d => d.Status == only);
        }
        else if (filter.Statuses is { Count: > 1 } statuses)
        {
            deliveries = deliveries.Where(d => statuses.Contains(d.Status));
        }

        if (filter.ErrorCode is { } code)
        {
            deliveries = deliveries.Where(d => d.ErrorCode == code);
        }

        if (filter.DedupKey is { } key)
        {
            deliveries = deliveries.Where(d => d.DedupKey == key);
        }

        if (filter.WeChatMessageId is { } messageId)
        {
            deliveries = deliveries.Where(d => d.WeChatMessageId == messageId);
        }

        return ApplyTimes(filter, deliveries, idsSortByTime);
    }

    private static IQueryable<DeliveryLog> ApplyTimes(DeliveryFilter filter, IQueryable<DeliveryLog> deliveries, bool idsSortByTime)
    {
        if (filter.From is { } from)
        {
            from = from.ToUniversalTime();
            deliveries = deliveries.Where(d => d.CreatedAt >= from);
            if (idsSortByTime)
            {
                var first = TimeOfIds.First(from);
                deliveries = deliveries.Where(d => d.Id.CompareTo(first) >= 0);
            }
        }

        if (filter.To is { } to)
        {
            to = to.ToUniversalTime();
            deliveries = deliveries.Where(d => d.CreatedAt < to);
            if (idsSortByTime)
            {
                // One millisecond on: ids know no more than that of their time.
                var end = TimeOfIds.First(to < DateTimeOffset.MaxValue.AddMilliseconds(-1) ? to.AddMilliseconds(1) : to);
                deliveries = deliveries.Where(d => d.Id.CompareTo(end) < 0);
            }
        }

        return deliveries;
    }

    private ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);
}
