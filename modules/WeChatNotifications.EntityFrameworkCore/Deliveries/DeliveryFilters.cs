using WeChatNotifications.Deliveries;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

/// <summary>What a filter of the log means in SQL.</summary>
internal static class DeliveryFilters
{
    /// <summary>Those that a filter lets through.</summary>
    public static IQueryable<DeliveryLog> Where(this IQueryable<DeliveryLog> deliveries, DeliveryFilter filter)
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

        if (filter.BroadcastId is { } broadcast)
        {
            deliveries = deliveries.Where(d => d.BroadcastId == broadcast);
        }

        if (filter.DedupKey is { } key)
        {
            deliveries = deliveries.Where(d => d.DedupKey == key);
        }

        if (filter.WeChatMessageId is { } messageId)
        {
            deliveries = deliveries.Where(d => d.WeChatMessageId == messageId);
        }

        return Times(filter, Outcomes(filter, deliveries));
    }

    private static IQueryable<DeliveryLog> Outcomes(DeliveryFilter filter, IQueryable<DeliveryLog> deliveries)
    {
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

        if (filter.Reasons is { Count: 1 } reason)
        {
            var only = reason.First();
            deliveries = deliveries.Where(d => d.Reason == only);
        }
        else if (filter.Reasons is { Count: > 1 } reasons)
        {
            deliveries = deliveries.Where(d => reasons.Contains(d.Reason));
        }

        if (filter.ErrorCode is { } code)
        {
            deliveries = deliveries.Where(d => d.ErrorCode == code);
        }

        return deliveries;
    }

    private static IQueryable<DeliveryLog> Times(DeliveryFilter filter, IQueryable<DeliveryLog> deliveries)
    {
        if (filter.From is { } from)
        {
            from = from.ToUniversalTime();
            var first = TimeOfIds.First(from);
            deliveries = deliveries.Where(d => d.CreatedAt >= from && d.Id.CompareTo(first) >= 0);
        }

        if (filter.To is { } to)
        {
            to = to.ToUniversalTime();

            // One millisecond on: ids know no more than that of their time.
            var end = TimeOfIds.First(to < DateTimeOffset.MaxValue.AddMilliseconds(-1) ? to.AddMilliseconds(1) : to);
            deliveries = deliveries.Where(d => d.CreatedAt < to && d.Id.CompareTo(end) < 0);
        }

        return deliveries;
    }
}
