using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.Recipients;

/// <summary>Recipients in LINQ. A provider package may write many at once faster; what it writes is the same.</summary>
internal class EfRecipientRepository(IWeChatNotificationsDbContextProvider contexts) : IRecipientRepository
{
    /// <summary>Below the number of parameters that any provider takes in one statement.</summary>
    private const int Chunk = 1_000;

    private const int MaxRaces = 10;

    public async Task<int> SeeAsync(
        Guid? tenantId, Guid appCredentialId, IReadOnlyCollection<RecipientSighting> sightings, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // Of one user the last word counts; always in the same order, so that two writers do not wait each for the other.
        var storable = sightings.Where(s => s.IsStorable).GroupBy(s => s.OpenId, StringComparer.Ordinal).Select(g => g.Last())
            .OrderBy(s => s.OpenId, StringComparer.Ordinal).ToList();
        if (storable.Count == 0)
        {
            return 0;
        }

        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await WriteAsync(context, tenantId, appCredentialId, storable, at, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Recipient> LinkAsync(
        Guid? tenantId, Guid appCredentialId, string openId, string? userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var row = context.Set<Recipient>().IgnoreQueryFilters().AsNoTracking().Where(r => r.AppCredentialId == appCredentialId && r.OpenId == openId);
        if (await row.ExecuteUpdateAsync(r => r.SetProperty(x => x.UserId, userId), cancellationToken).ConfigureAwait(false) == 0)
        {
            await SeeAsync(tenantId, appCredentialId, [new RecipientSighting(openId) { UserId = userId }], now, cancellationToken).ConfigureAwait(false);
        }

        return await row.SingleAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<Recipient?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Recipient>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<Recipient?> FindAsync(Guid appCredentialId, string openId, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Recipient>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.AppCredentialId == appCredentialId && r.OpenId == openId, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<Recipient>> ListAsync(RecipientFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        var recipients = (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<Recipient>().AsNoTracking();
        recipients = filter.AppCredentialId is { } app ? recipients.Where(r => r.AppCredentialId == app) : recipients;
        recipients = filter.UserId is { } user ? recipients.Where(r => r.UserId == user) : recipients;
        recipients = filter.OpenId is { } openId ? recipients.Where(r => r.OpenId == openId) : recipients;
        recipients = filter.UnionId is { } unionId ? recipients.Where(r => r.UnionId == unionId) : recipients;
        recipients = filter.IsSubscribed is { } subscribed ? recipients.Where(r => r.IsSubscribed == subscribed) : recipients;
        recipients = after is { } id ? recipients.Where(r => r.Id.CompareTo(id) > 0) : recipients;
        return await recipients.OrderBy(r => r.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> ForgetAsync(Guid id, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(
            async token =>
            {
                var found = await context.Set<Recipient>().AsNoTracking().Where(r => r.Id == id)
                    .Select(r => new { r.AppCredentialId, r.OpenId }).FirstOrDefaultAsync(token).ConfigureAwait(false);
                if (found is null)
                {
                    return false;
                }

                // The recipient goes first: a report of the same user that comes at this moment finds its session void, or waits.
                var (app, openId) = (found.AppCredentialId, found.OpenId);
                await context.Set<Recipient>().Where(r => r.Id == id).ExecuteDeleteAsync(token).ConfigureAwait(false);
                await context.Set<SubscriptionGrant>().Where(g => g.AppCredentialId == app && g.OpenId == openId).ExecuteDeleteAsync(token).ConfigureAwait(false);
                var formIds = context.Set<FormIdRecord>().Where(f => f.AppCredentialId == app && f.OpenId == openId);
                await context.Set<FormIdUse>().Where(u => formIds.Any(f => f.Id == u.FormIdRecordId)).ExecuteDeleteAsync(token).ConfigureAwait(false);
                await formIds.ExecuteDeleteAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes sightings of different users, in the order of their openids.</summary>
    protected virtual async Task<int> WriteAsync(
        DbContext context, Guid? tenantId, Guid appCredentialId, IReadOnlyList<RecipientSighting> sightings, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var added = 0;
        foreach (var chunk in sightings.Chunk(Chunk))
        {
            added += await WriteChunkAsync(context, tenantId, appCredentialId, chunk, at, cancellationToken).ConfigureAwait(false);
        }

        return added;
    }

    protected ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);

    private static async Task<int> WriteChunkAsync(
        DbContext context, Guid? tenantId, Guid app, RecipientSighting[] sightings, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var openIds = sightings.Select(s => s.OpenId).ToList();
        var known = (await context.Set<Recipient>().IgnoreQueryFilters().AsNoTracking().Where(r => r.AppCredentialId == app && openIds.Contains(r.OpenId))
            .Select(r => r.OpenId).ToListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);

        // What was learnt of many in the same words, such as "listed by this import", is one statement.
        foreach (var alike in sightings.Where(s => known.Contains(s.OpenId)).GroupBy(s => s with { OpenId = "" }))
        {
            await UpdateAgainAsync(context, app, [.. alike.Select(s => s.OpenId)], alike.Key, at, cancellationToken).ConfigureAwait(false);
        }

        RecipientSighting[] rest = [.. sightings.Where(s => !known.Contains(s.OpenId))];
        if (await TryInsertAsync(context, [.. rest.Select(s => Recipient.Meet(tenantId, app, s, at))], isLastTry: false, cancellationToken).ConfigureAwait(false))
        {
            return rest.Length;
        }

        // Another node is meeting the same users, perhaps in another order. Those who take one row at a time cannot wait for each other in a circle.
        var added = 0;
        foreach (var sighting in rest)
        {
            added += await InsertOrUpdateAsync(context, tenantId, app, sighting, at, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return added;
    }

    /// <returns>Whether it was inserted; else it was there, and is updated.</returns>
    private static async Task<bool> InsertOrUpdateAsync(
        DbContext context, Guid? tenantId, Guid app, RecipientSighting sighting, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            if (await TryInsertAsync(context, [Recipient.Meet(tenantId, app, sighting, at)], race == MaxRaces, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            if (await UpdateAgainAsync(context, app, [sighting.OpenId], sighting, at, cancellationToken).ConfigureAwait(false) > 0)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// A statement locks its rows in an order of the database's own, so two nodes may wait for each other; the one that the database gives
    /// up tries again. In a transaction that somebody else began, that is for them to do.
    /// </summary>
    private static async Task<int> UpdateAgainAsync(
        DbContext context, Guid app, List<string> openIds, RecipientSighting sighting, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            try
            {
                return await UpdateAsync(context, app, openIds, sighting, at, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidOperationException exception) when (
                race < MaxRaces && context.Database.CurrentTransaction is null && exception.InnerException is DbException { IsTransient: true })
            {
            }
        }
    }

    /// <summary>What <see cref="Recipient.See"/> does, as one statement that many nodes may run at once.</summary>
    private static Task<int> UpdateAsync(
        DbContext context, Guid app, List<string> openIds, RecipientSighting sighting, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (user, union, import, since, told) = (sighting.UserId, sighting.UnionId, sighting.FollowerImportId, sighting.SubscribedSince, sighting.IsSubscribed);
        var (isTold, isSubscribed) = (told is not null, told == true);
        return context.Set<Recipient>().IgnoreQueryFilters().Where(r => r.AppCredentialId == app && openIds.Contains(r.OpenId))
            .ExecuteUpdateAsync(
                r => r
                    .SetProperty(x => x.UserId, x => user ?? x.UserId)
                    .SetProperty(x => x.UnionId, x => union ?? x.UnionId)
                    .SetProperty(x => x.FollowerImportId, x => import ?? x.FollowerImportId)
                    .SetProperty(x => x.LastSeenAt, x => x.LastSeenAt < at ? at : x.LastSeenAt)
                    .SetProperty(
                        x => x.SubscribedAt,
                        x => !isTold || !isSubscribed || (x.IsSubscribed == true ? x.SubscribedAt : x.UnsubscribedAt) > at ? x.SubscribedAt
                            : since ?? (x.IsSubscribed == true ? x.SubscribedAt : null))
                    .SetProperty(
                        x => x.UnsubscribedAt,
                        x => !isTold || (x.IsSubscribed == true ? x.SubscribedAt : x.UnsubscribedAt) > at ? x.UnsubscribedAt
                            : isSubscribed ? null : x.IsSubscribed == false ? x.UnsubscribedAt : at)
                    .SetProperty(
                        x => x.IsSubscribed,
                        x => !isTold || (x.IsSubscribed == true ? x.SubscribedAt : x.UnsubscribedAt) > at ? x.IsSubscribed : isSubscribed),
                cancellationToken);
    }

    /// <returns>False when another node has met one of them meanwhile: nothing was inserted.</returns>
    private static async Task<bool> TryInsertAsync(DbContext context, IReadOnlyList<Recipient> recipients, bool isLastTry, CancellationToken cancellationToken)
    {
        if (recipients.Count == 0)
        {
            return true;
        }

        context.AddRange(recipients);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!isLastTry && (exception is DbUpdateException || exception.InnerException is DbUpdateException))
        {
            // A deadlock comes wrapped once more, as "likely transient".
            return false;
        }
        finally
        {
            foreach (var recipient in recipients)
            {
                context.Entry(recipient).State = EntityState.Detached;
            }
        }
    }
}
