using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Callbacks;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Callbacks;

internal sealed class EfInbox(IWeChatNotificationsDbContextProvider contexts) : IInbox
{
    public async Task<bool> HandleOnceAsync(InboxEntry entry, Func<CancellationToken, Task> effect, CancellationToken cancellationToken)
        => (await HandleNewAsync([entry], (_, token) => effect(token), cancellationToken).ConfigureAwait(false)).Count > 0;

    public async Task<IReadOnlySet<string>> HandleNewAsync(
        IReadOnlyList<InboxEntry> entries, Func<IReadOnlySet<string>, CancellationToken, Task> effect, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(
            async token =>
            {
                // Another node that handles the same makes us wait here until its transaction is over, and then its entry is there.
                var added = await AddAsync(context, entries, token).ConfigureAwait(false);
                if (added.Count > 0)
                {
                    await effect(added, token).ConfigureAwait(false);
                }

                return added;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> ForgetAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        var entries = (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<InboxEntry>();
        var old = entries.Where(e => e.At < before).OrderBy(e => e.At).Take(max).Select(e => e.Id);
        return await entries.Where(e => old.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds those that are not there, and looks again when another node was faster with one of them.</summary>
    private static async Task<IReadOnlySet<string>> AddAsync(DbContext context, IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        for (var known = -1; ;)
        {
            var standing = await StandingAsync(context, entries, cancellationToken).ConfigureAwait(false);
            var added = entries.Where(e => !standing.Contains(e.Key)).ToList();
            var isFutile = standing.Count <= known;
            known = standing.Count;
            context.AddRange(added);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return added.Select(e => e.Key).ToFrozenSet(StringComparer.Ordinal);
            }
            catch (DbUpdateException) when (!isFutile)
            {
                // EF Core has rolled back to its savepoint. If the database failed for another reason, the next look finds nothing new.
            }
            finally
            {
                added.ForEach(e => context.Entry(e).State = EntityState.Detached);
            }
        }
    }

    private static async Task<IReadOnlySet<string>> StandingAsync(DbContext context, IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        var (apps, keys) = (entries.Select(e => e.AppCredentialId).Distinct().ToList(), entries.Select(e => e.Key).ToList());
        var standing = await context.Set<InboxEntry>().IgnoreQueryFilters().AsNoTracking()
            .Where(e => apps.Contains(e.AppCredentialId) && keys.Contains(e.Key))
            .Select(e => e.Key)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return standing.ToFrozenSet(StringComparer.Ordinal);
    }
}
