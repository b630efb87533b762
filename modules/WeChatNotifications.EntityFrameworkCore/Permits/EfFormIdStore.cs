using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Permits;

/// <summary>Form ids in LINQ only: correct on every relational provider, and the reference that faster versions are compared with.</summary>
internal class EfFormIdStore(IWeChatNotificationsDbContextProvider contexts) : IFormIdStore
{
    private const int MaxRaces = 10;

    /// <summary>Form ids that are looked at together; another node may take some of them meanwhile.</summary>
    private const int Candidates = 20;

    public async Task<int> CollectAsync(IReadOnlyCollection<FormIdRecord> formIds, int maxPerUser, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var added = 0;
        foreach (var ofApp in formIds.GroupBy(f => f.AppCredentialId))
        {
            // Always in one order: two that are told of the same ones wait for each other, and never each for the other.
            var distinct = ofApp.DistinctBy(f => f.FormId, StringComparer.Ordinal).OrderBy(f => f.FormId, StringComparer.Ordinal).ToList();
            var fresh = await InsertAsync(context, ofApp.Key, distinct, cancellationToken).ConfigureAwait(false);
            added += fresh.Count;
            if (fresh.Count > 0)
            {
                var users = fresh.Select(f => f.OpenId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                await LimitAsync(context, ofApp.Key, users, maxPerUser, cancellationToken).ConfigureAwait(false);
            }
        }

        return added;
    }

    public async Task<int> CountUsesAsync(Guid appCredentialId, string openId, DateTimeOffset goodUntil, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<FormIdRecord>()
            .Where(f => f.AppCredentialId == appCredentialId && f.OpenId == openId && f.UsesLeft > 0 && f.ExpiresAt > goodUntil)
            .SumAsync(f => f.UsesLeft, cancellationToken).ConfigureAwait(false);

    public virtual async Task<FormIdPermit?> ClaimAsync(FormIdClaim claim, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        for (var race = 0; ; race++)
        {
            if (await FindBoundAsync(context, claim.DeliveryId, cancellationToken).ConfigureAwait(false) is { } bound)
            {
                return bound;
            }

            try
            {
                return await context.Database.InTransactionAsync(token => TakeAsync(context, claim, token), cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException) when (race < MaxRaces)
            {
                // Another process took one for the same delivery, or the purge was faster.
            }
        }
    }

    public async Task<FormIdPermit?> FindBoundAsync(Guid deliveryId, CancellationToken cancellationToken)
        => await FindBoundAsync(await ContextAsync(cancellationToken).ConfigureAwait(false), deliveryId, cancellationToken).ConfigureAwait(false);

    public virtual async Task BurnAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.InTransactionAsync(
            async token =>
            {
                var uses = Uses(context).Where(u => u.DeliveryLogId == deliveryId);
                await Records(context).Where(f => uses.Any(u => u.FormIdRecordId == f.Id))
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.UsesLeft, 0), token).ConfigureAwait(false);
                return await uses.ExecuteDeleteAsync(token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> PurgeAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
        => await Records(await ContextAsync(cancellationToken).ConfigureAwait(false))
            .Where(f => f.ExpiresAt <= now).OrderBy(f => f.ExpiresAt).Take(max)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<FormIdBalance>> ListBalancesAsync(
        FormIdFilter filter, DateTimeOffset goodUntil, (Guid AppCredentialId, string OpenId)? after, int take, CancellationToken cancellationToken)
    {
        var usable = (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<FormIdRecord>().AsNoTracking()
            .Where(f => f.UsesLeft > 0 && f.ExpiresAt > goodUntil);
        if (filter.AppCredentialId is { } app)
        {
            usable = usable.Where(f => f.AppCredentialId == app);
        }

        if (filter.OpenId is { } openId)
        {
            usable = usable.Where(f => f.OpenId == openId);
        }

        if (after is var (lastApp, lastOpenId))
        {
            usable = usable.Where(f => f.AppCredentialId.CompareTo(lastApp) > 0 || (f.AppCredentialId == lastApp && f.OpenId.CompareTo(lastOpenId) > 0));
        }

        return await usable
            .GroupBy(f => new { f.AppCredentialId, f.OpenId })
            .OrderBy(g => g.Key.AppCredentialId).ThenBy(g => g.Key.OpenId)
            .Take(take)
            .Select(g => new FormIdBalance(
                g.Key.AppCredentialId, g.Key.OpenId, g.Count(f => f.Kind == FormIdKind.FormId),
                g.Sum(f => f.Kind == FormIdKind.PrepayId ? f.UsesLeft : 0), g.Min(f => f.ExpiresAt)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Settles the uses that some deliveries hold; called in the transaction that records their outcomes.</summary>
    internal static async Task SettleAsync(
        DbContext context, IEnumerable<(Guid DeliveryId, FormIdSettlement Settlement)> settled, CancellationToken cancellationToken)
    {
        foreach (var (delivery, settlement) in settled)
        {
            var use = await Uses(context).AsNoTracking().FirstOrDefaultAsync(u => u.DeliveryLogId == delivery, cancellationToken).ConfigureAwait(false);
            if (use is null || await Uses(context).Where(u => u.Id == use.Id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                continue;
            }

            if (settlement == FormIdSettlement.GivenBack)
            {
                await Records(context).Where(f => f.Id == use.FormIdRecordId)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.UsesLeft, x => x.UsesLeft + 1), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stores those that are not known yet.</summary>
    protected virtual async Task<IReadOnlyList<FormIdRecord>> InsertAsync(
        DbContext context, Guid app, IReadOnlyList<FormIdRecord> formIds, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            var names = formIds.Select(f => f.FormId).ToList();
            var known = (await Records(context).AsNoTracking().Where(f => f.AppCredentialId == app && names.Contains(f.FormId))
                .Select(f => f.FormId).ToListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
            var fresh = formIds.Where(f => !known.Contains(f.FormId)).ToList();
            if (fresh.Count == 0)
            {
                return [];
            }

            context.AddRange(fresh);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return fresh;
            }
            catch (DbUpdateException) when (race < MaxRaces)
            {
                // Another node was told of one of them meanwhile; EF Core has rolled back to its savepoint.
            }
            finally
            {
                fresh.ForEach(f => context.Entry(f).State = EntityState.Detached);
            }
        }
    }

    /// <summary>Takes out of use what a user has too many of. They are kept: else the same ones, reported again, would be new.</summary>
    protected virtual async Task LimitAsync(
        DbContext context, Guid app, IReadOnlyList<string> openIds, int maxPerUser, CancellationToken cancellationToken)
    {
        foreach (var openId in openIds)
        {
            var surplus = await Records(context)
                .Where(f => f.AppCredentialId == app && f.OpenId == openId && f.UsesLeft > 0)
                .OrderByDescending(f => f.ExpiresAt).ThenByDescending(f => f.Id).Skip(maxPerUser)
                .Select(f => f.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            if (surplus.Count > 0)
            {
                await Records(context).Where(f => surplus.Contains(f.Id))
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.UsesLeft, 0), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The context of the present unit of work.</summary>
    protected ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);

    private static IQueryable<FormIdRecord> Records(DbContext context) => context.Set<FormIdRecord>().IgnoreQueryFilters();

    private static IQueryable<FormIdUse> Uses(DbContext context) => context.Set<FormIdUse>().IgnoreQueryFilters();

    private static Task<FormIdPermit?> FindBoundAsync(DbContext context, Guid deliveryId, CancellationToken cancellationToken)
        => Uses(context).Where(u => u.DeliveryLogId == deliveryId)
            .Join(Records(context), u => u.FormIdRecordId, f => f.Id, (_, f) => new FormIdPermit(f.Id, f.FormId, f.Kind, true))
            .FirstOrDefaultAsync(cancellationToken);

    private static async Task<FormIdPermit?> TakeAsync(DbContext context, FormIdClaim claim, CancellationToken cancellationToken)
    {
        while (true)
        {
            var candidates = await Records(context)
                .Where(f => f.AppCredentialId == claim.AppCredentialId && f.OpenId == claim.OpenId && f.UsesLeft > 0 && f.ExpiresAt > claim.GoodUntil)
                .OrderBy(f => f.ExpiresAt).ThenBy(f => f.Id)
                .Select(f => new { f.Id, f.TenantId, f.FormId, f.Kind })
                .Take(Candidates)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var candidate in candidates)
            {
                // Whoever takes the last use first has it: the condition is asked again when the row is locked.
                if (await Records(context).Where(f => f.Id == candidate.Id && f.UsesLeft > 0)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.UsesLeft, x => x.UsesLeft - 1), cancellationToken).ConfigureAwait(false) == 1)
                {
                    var use = new FormIdUse(candidate.TenantId, candidate.Id, claim.DeliveryId, claim.Now);
                    await BindAsync(context, use, cancellationToken).ConfigureAwait(false);
                    return new FormIdPermit(candidate.Id, candidate.FormId, candidate.Kind, IsRebound: false);
                }
            }

            if (candidates.Count < Candidates)
            {
                return null;
            }
        }
    }

    private static async Task BindAsync(DbContext context, FormIdUse use, CancellationToken cancellationToken)
    {
        context.Add(use);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.Entry(use).State = EntityState.Detached;
        }
    }
}
