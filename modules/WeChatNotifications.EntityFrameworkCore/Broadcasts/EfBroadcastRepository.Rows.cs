using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

/// <summary>What moves the waiting messages of a broadcast as one, in batches that keep every lock short.</summary>
internal sealed partial class EfBroadcastRepository
{
    /// <summary>With a rate, as many steps a second as messages are let go in.</summary>
    private const int StepsPerSecond = 10;

    public async Task<int> HoldAsync(Guid id, int max, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = Waiting(context, id).Where(d => d.NotBefore < DeliveryLimits.Held
            && !(d.Reason == DeliveryReason.OutcomeUnknown && d.Channel == MessageChannel.OfficialAccountTemplateMessage));
        var ids = await rows.OrderBy(d => d.Id).Select(d => d.Id).Take(max).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (ids.Count > 0)
        {
            // That an earlier call had no answer is not forgotten: it decides what may be repeated.
            await rows.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(
                d => d
                    .SetProperty(x => x.NotBefore, DeliveryLimits.Held)
                    .SetProperty(x => x.Reason, x => x.Reason == DeliveryReason.OutcomeUnknown ? x.Reason : DeliveryReason.BroadcastPaused),
                cancellationToken).ConfigureAwait(false);
        }

        return ids.Count;
    }

    public async Task<int> ReleaseAsync(Guid id, DateTimeOffset from, int? ratePerSecond, int max, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var held = Waiting(context, id).Where(d => d.NotBefore == DeliveryLimits.Held);
        var ids = await held.OrderBy(d => d.Id).Select(d => d.Id).Take(max).ToListAsync(cancellationToken).ConfigureAwait(false);
        var step = ratePerSecond is { } rate ? Math.Max(1, rate / StepsPerSecond) : Math.Max(1, ids.Count);
        var at = from;
        foreach (var group in ids.Chunk(step))
        {
            var start = at;
            await held.Where(d => group.Contains(d.Id)).ExecuteUpdateAsync(
                d => d
                    .SetProperty(x => x.NotBefore, start)
                    .SetProperty(x => x.Reason, x => x.Reason == DeliveryReason.BroadcastPaused ? DeliveryReason.None : x.Reason),
                cancellationToken).ConfigureAwait(false);
            at = ratePerSecond is { } perSecond ? at + (TimeSpan.FromSeconds(1) * group.Length / perSecond) : at;
        }

        if (ratePerSecond is not null && ids.Count > 0)
        {
            var next = at;
            await context.Set<Broadcast>().Where(b => b.Id == id).ExecuteUpdateAsync(b => b.SetProperty(x => x.NextSlot, next), cancellationToken).ConfigureAwait(false);
        }

        return ids.Count;
    }

    public async Task<int> CancelRowsAsync(Guid id, DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await EndAsync(context, Waiting(context, id), DeliveryStatus.Cancelled, DeliveryReason.BroadcastCancelled, now, max, cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> ExpireHeldAsync(Guid id, DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var late = Waiting(context, id).Where(d => d.NotBefore == DeliveryLimits.Held && d.ExpiresAt <= now);
        return await EndAsync(context, late, DeliveryStatus.Skipped, DeliveryReason.Expired, now, max, cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<DeliveryLog> Waiting(DbContext context, Guid id)
        => context.Set<DeliveryLog>().Where(d => d.BroadcastId == id && d.Status == DeliveryStatus.Pending);

    /// <summary>Gives waiting rows their outcome and counts them in the same transaction.</summary>
    private static Task<int> EndAsync(
        DbContext context, IQueryable<DeliveryLog> rows, DeliveryStatus status, DeliveryReason reason, DateTimeOffset now, int max, CancellationToken cancellationToken)
        => context.Database.InTransactionAsync(
            async token =>
            {
                var ids = await rows.OrderBy(d => d.Id).Select(d => d.Id).Take(max).ToListAsync(token).ConfigureAwait(false);
                if (ids.Count == 0)
                {
                    return 0;
                }

                // Marked, because the engine may have claimed some of them meanwhile: those are not ours to count.
                Guid? mark = Guid.NewGuid();
                await rows.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(
                    d => d
                        .SetProperty(x => x.Status, status)
                        .SetProperty(x => x.Reason, reason)
                        .SetProperty(x => x.FinishedAt, now)
                        .SetProperty(x => x.ClaimToken, mark),
                    token).ConfigureAwait(false);
                var ended = context.Set<DeliveryLog>().Where(d => ids.Contains(d.Id) && d.ClaimToken == mark);
                var counts = await ended
                    .GroupBy(d => new { d.TenantId, d.AppCredentialId, d.TemplateName, d.BroadcastId, d.ErrorCode })
                    .Select(g => new { g.Key, Count = g.LongCount() })
                    .ToListAsync(token).ConfigureAwait(false);
                await ended.ExecuteUpdateAsync(d => d.SetProperty(x => x.ClaimToken, (Guid?)null), token).ConfigureAwait(false);
                var tallies = counts.ConvertAll(c => DeliveryTally.Of(
                    new TallyKey(c.Key.TenantId, TallyKey.HourOf(now), c.Key.AppCredentialId, c.Key.TemplateName, c.Key.BroadcastId, status, reason, c.Key.ErrorCode), c.Count, now));
                await context.InsertAsync(tallies, token).ConfigureAwait(false);
                return ids.Count;
            },
            cancellationToken);
}
