using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Callbacks;

internal sealed class EfReceiptStore(IWeChatNotificationsDbContextProvider contexts) : IReceiptStore
{
    public async Task<IReadOnlyList<ReceiptOutcome>> ApplyAsync(
        Guid appCredentialId, IReadOnlyList<DeliveryReceipt> receipts, RefusalHandler refused, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var ids = receipts.Select(r => r.WeChatMessageId).OfType<long>().Distinct().ToList();
        var byId = ids.Count == 0
            ? []
            : (await context.Set<DeliveryLog>().AsNoTracking()
                .Where(d => d.AppCredentialId == appCredentialId && d.WeChatMessageId != null && ids.Contains(d.WeChatMessageId.Value))
                .ToListAsync(cancellationToken).ConfigureAwait(false))
                .GroupBy(d => d.WeChatMessageId!.Value)
                .ToDictionary(g => g.Key, g => g.MaxBy(d => d.SentAt)!);
        var changed = new List<DeliveryLog>();
        var notes = new List<DeliveryAttempt>();
        var outcomes = new List<ReceiptOutcome>(receipts.Count);
        foreach (var receipt in receipts)
        {
            var delivery = receipt.WeChatMessageId is { } id && byId.TryGetValue(id, out var named)
                ? named
                : await FindUnnamedAsync(context, appCredentialId, receipt, changed, cancellationToken).ConfigureAwait(false);
            var isNews = delivery?.Status == DeliveryStatus.Sent;
            if (isNews)
            {
                context.Attach(delivery!);
                receipt.ApplyTo(delivery!);
                changed.Add(delivery!);
                if (!receipt.IsDelivered)
                {
                    notes.Add(DeliveryAttempt.Of(delivery!, delivery!.Attempts, receipt.At));
                    await refused(delivery, notes, cancellationToken).ConfigureAwait(false);
                }
            }

            outcomes.Add(new ReceiptOutcome(receipt, delivery, isNews));
        }

        try
        {
            // Somebody who changes one of them at the same moment makes this fail; whoever called tries again.
            await context.InsertAsync([.. notes, .. Tallies.OfChanges(context, changed)], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            changed.ForEach(d => context.Entry(d).State = EntityState.Detached);
        }

        return outcomes;
    }

    public async Task KeepAsync(IReadOnlyList<PendingReceipt> receipts, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.AddRange(receipts);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var receipt in receipts)
            {
                context.Entry(receipt).State = EntityState.Detached;
            }
        }
    }

    public async Task<IReadOnlyList<PendingReceipt>> ListDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<PendingReceipt>().AsNoTracking()
            .Where(r => r.NotBefore <= now).OrderBy(r => r.NotBefore).Take(max).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<ReceiptOutcome>> SettleAsync(
        Guid appCredentialId, IReadOnlyList<PendingReceipt> kept, Func<PendingReceipt, DateTimeOffset?> next, RefusalHandler refused,
        CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(
            async token =>
            {
                // Taken away first: of two nodes that look at the same one, only one goes on with it.
                var mine = new List<PendingReceipt>(kept.Count);
                foreach (var receipt in kept.OrderBy(r => r.Id))
                {
                    if (await context.Set<PendingReceipt>().Where(r => r.Id == receipt.Id && r.Tries == receipt.Tries).ExecuteDeleteAsync(token).ConfigureAwait(false) == 1)
                    {
                        mine.Add(receipt);
                    }
                }

                var outcomes = await ApplyAsync(appCredentialId, mine.ConvertAll(DeliveryReceipt.Of), refused, token).ConfigureAwait(false);
                var again = new List<PendingReceipt>();
                for (var i = 0; i < mine.Count; i++)
                {
                    if (outcomes[i].Delivery is null && next(mine[i]) is { } notBefore)
                    {
                        again.Add(mine[i].Postponed(notBefore));
                    }
                }

                await KeepAsync(again, token).ConfigureAwait(false);
                return outcomes;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For the answers of WeChat's that carry no message id: the newest message that the receipt can be about.</summary>
    private static async Task<DeliveryLog?> FindUnnamedAsync(
        DbContext context, Guid appCredentialId, DeliveryReceipt receipt, List<DeliveryLog> taken, CancellationToken cancellationToken)
    {
        if (receipt.WeChatTemplateId is not { } template)
        {
            return null;
        }

        var (openId, earliest, latest) = (receipt.OpenId, receipt.At - DeliveryReceipt.Reach, receipt.At + DeliveryReceipt.ClockSkew);
        var ids = taken.ConvertAll(d => d.Id);
        return await context.Set<DeliveryLog>().AsNoTracking()
            .Where(d => d.AppCredentialId == appCredentialId && d.OpenId == openId && d.WeChatTemplateId == template
                && d.Status == DeliveryStatus.Sent && d.WeChatMessageId == null && d.SentAt >= earliest && d.SentAt <= latest && !ids.Contains(d.Id))
            .OrderByDescending(d => d.SentAt).ThenByDescending(d => d.Id)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }
}
