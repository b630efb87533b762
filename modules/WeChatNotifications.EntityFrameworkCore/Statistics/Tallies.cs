using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Statistics;

/// <summary>Counts what a save is about to change, so that the tallies are written with it.</summary>
internal static class Tallies
{
    /// <summary>Counts the outcomes in which deliveries stand, each tally with the time of its last one in its id.</summary>
    public static IReadOnlyList<DeliveryTally> Of(IEnumerable<DeliveryLog> deliveries, int sign)
    {
        var counted = deliveries.Where(d => d.FinishedAt is not null).ToList();
        return counted.Count == 0 ? [] : DeliveryTally.Of(counted, sign, counted.Max(d => d.FinishedAt!.Value));
    }

    /// <summary>What the pending changes of tracked deliveries mean: one less where it stood, one more where it stands.</summary>
    public static IReadOnlyList<DeliveryTally> OfChanges(DbContext context, IReadOnlyCollection<DeliveryLog> deliveries)
    {
        context.ChangeTracker.DetectChanges();
        var changed = deliveries.Where(d => context.Entry(d).State is EntityState.Added or EntityState.Modified).ToList();
        var before = changed.Where(d => context.Entry(d).State == EntityState.Modified)
            .Select(d => (DeliveryLog)context.Entry(d).OriginalValues.ToObject());
        return [.. Of(before, -1), .. Of(changed, 1)];
    }
}
