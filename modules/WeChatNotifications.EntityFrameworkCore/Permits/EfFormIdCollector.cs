using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Permits;

internal sealed class EfFormIdCollector(IWeChatNotificationsDbContextProvider contexts) : IFormIdCollector
{
    private const int MaxRaces = 10;

    public async Task<int> CollectAsync(IReadOnlyCollection<FormIdRecord> formIds, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var added = 0;
        foreach (var ofApp in formIds.GroupBy(f => f.AppCredentialId))
        {
            var distinct = ofApp.DistinctBy(f => f.FormId, StringComparer.Ordinal).OrderBy(f => f.FormId, StringComparer.Ordinal).ToList();
            added += await CollectAsync(context, ofApp.Key, distinct, cancellationToken).ConfigureAwait(false);
        }

        return added;
    }

    public async Task<int> CountUsesAsync(Guid appCredentialId, string openId, DateTimeOffset goodUntil, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<FormIdRecord>()
            .Where(f => f.AppCredentialId == appCredentialId && f.OpenId == openId && f.UsesLeft > 0 && f.ExpiresAt > goodUntil)
            .SumAsync(f => f.UsesLeft, cancellationToken).ConfigureAwait(false);

    private static async Task<int> CollectAsync(DbContext context, Guid app, List<FormIdRecord> formIds, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            var names = formIds.ConvertAll(f => f.FormId);
            var known = (await context.Set<FormIdRecord>().IgnoreQueryFilters().AsNoTracking().Where(f => f.AppCredentialId == app && names.Contains(f.FormId))
                .Select(f => f.FormId).ToListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
            var fresh = formIds.FindAll(f => !known.Contains(f.FormId));
            if (fresh.Count == 0)
            {
                return 0;
            }

            context.AddRange(fresh);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return fresh.Count;
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
}
