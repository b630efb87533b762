using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

internal sealed class EfAudienceCounter(IWeChatNotificationsDbContextProvider contexts) : IAudienceCounter
{
    private const int SampleLines = 5;

    public async Task<long> CountAsync(AudienceQuery query, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return query.Kind switch
        {
            AudienceKind.List or AudienceKind.Source => await Items(context, query).LongCountAsync(cancellationToken).ConfigureAwait(false),

            // A user has one ledger for a template, but may have handed in many form ids; to look for repeats costs several times the count.
            AudienceKind.PermitHolders when AudienceQueries.PermitHolders(context, query) is { } holders
                => await (query.Channel.UsesGrants() ? holders : holders.Distinct()).LongCountAsync(cancellationToken).ConfigureAwait(false),
            _ => await AudienceQueries.Recipients(context, query).LongCountAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    public async Task<IReadOnlyList<UnreachableCount>> CountUnreachableAsync(
        AudienceQuery query, IReadOnlyCollection<Guid> chainAppIds, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var unreachable = query.Kind switch
        {
            AudienceKind.AllRecipients => [await WithoutPermitAsync(context, query, cancellationToken).ConfigureAwait(false)],
            AudienceKind.List => await OfListAsync(context, query, chainAppIds, cancellationToken).ConfigureAwait(false),
            _ => (IReadOnlyList<UnreachableCount>)[],
        };
        return [.. unreachable.Where(u => u.Count > 0)];
    }

    public async Task<IReadOnlySet<string>> FindPermittedAsync(AudienceQuery query, IReadOnlyCollection<string> openIds, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        if (AudienceQueries.PermitHolders(context, query) is { } holders)
        {
            return (await holders.Where(o => openIds.Contains(o)).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        }

        // Following is the permit: whom we do not know may follow.
        var gone = await Unsubscribed(context, query).Where(o => openIds.Contains(o)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return openIds.Except(gone, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
    }

    public async Task<IReadOnlyDictionary<Guid, long>> CountSendingAsync(IReadOnlyCollection<Guid> broadcastIds, CancellationToken cancellationToken)
    {
        // Goes over what is claimed at this moment, which is never much.
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Set<DeliveryLog>().AsNoTracking()
            .Where(d => d.Status == DeliveryStatus.Sending && d.BroadcastId != null && broadcastIds.Contains(d.BroadcastId.Value))
            .GroupBy(d => d.BroadcastId!.Value)
            .Select(g => new { g.Key, Count = g.LongCount() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<UnreachableCount> WithoutPermitAsync(DbContext context, AudienceQuery query, CancellationToken cancellationToken)
    {
        var count = AudienceQueries.PermitHolders(context, query) is { } holders
            ? await AudienceQueries.Recipients(context, query).LongCountAsync(r => !holders.Any(h => h == r.OpenId), cancellationToken).ConfigureAwait(false)
            : 0;
        return new(DeliveryReason.NoPermit, count, []);
    }

    private static async Task<IReadOnlyList<UnreachableCount>> OfListAsync(
        DbContext context, AudienceQuery query, IReadOnlyCollection<Guid> chainAppIds, CancellationToken cancellationToken)
    {
        var (app, apps) = (query.AppCredentialId, chainAppIds.ToList());
        var recipients = context.Set<Recipient>().AsNoTracking();
        var users = Items(context, query).Where(i => i.UserId != null);
        var known = users.Where(i =>
            recipients.Any(r => r.UserId == i.UserId && apps.Contains(r.AppCredentialId))
            || recipients.Any(r => r.UserId == i.UserId && r.UnionId != null
                && recipients.Any(o => o.UnionId == r.UnionId && o.UserId == null && apps.Contains(o.AppCredentialId))));
        var unknown = users.Where(i => !known.Any(k => k.Number == i.Number));

        // A user of the host whom only another app of the chain knows is reached by that one.
        var here = users.Where(i => recipients.Any(r => r.UserId == i.UserId && r.AppCredentialId == app));
        var openIds = Items(context, query).Where(i => i.OpenId != null);
        IQueryable<BroadcastItem> refused;
        if (AudienceQueries.PermitHolders(context, query) is { } holders)
        {
            refused = openIds.Where(i => !holders.Any(h => h == i.OpenId))
                .Concat(here.Where(i => !recipients.Any(r => r.UserId == i.UserId && r.AppCredentialId == app && holders.Any(h => h == r.OpenId))));
        }
        else
        {
            var gone = Unsubscribed(context, query);
            refused = openIds.Where(i => gone.Any(g => g == i.OpenId))
                .Concat(here.Where(i => !recipients.Any(r => r.UserId == i.UserId && r.AppCredentialId == app && r.IsSubscribed != false)));
        }

        return
        [
            await CountAsync(DeliveryReason.NoPermit, refused, cancellationToken).ConfigureAwait(false),
            await CountAsync(DeliveryReason.UnknownUser, unknown, cancellationToken).ConfigureAwait(false),
        ];
    }

    private static async Task<UnreachableCount> CountAsync(DeliveryReason reason, IQueryable<BroadcastItem> items, CancellationToken cancellationToken)
    {
        var lines = items.Select(i => i.Number);
        var count = await lines.LongCountAsync(cancellationToken).ConfigureAwait(false);
        return new(reason, count, count == 0 ? [] : await lines.OrderBy(n => n).Take(SampleLines).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    private static IQueryable<BroadcastItem> Items(DbContext context, AudienceQuery query)
    {
        var id = query.BroadcastId;
        return context.Set<BroadcastItem>().AsNoTracking().Where(i => i.BroadcastId == id);
    }

    private static IQueryable<string> Unsubscribed(DbContext context, AudienceQuery query)
    {
        var app = query.AppCredentialId;
        return context.Set<Recipient>().AsNoTracking().Where(r => r.AppCredentialId == app && r.IsSubscribed == false).Select(r => r.OpenId);
    }

    private ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);
}
