using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Callbacks;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Callbacks;

internal sealed class EfInbox(IWeChatNotificationsDbContextProvider contexts, IAmbientTenant tenant) : IInbox
{
    /// <summary>How often in a row other nodes may be faster with one of our keys.</summary>
    private const int MaxAttempts = 5;

    public async Task<IReadOnlySet<string>> HandleOnceAsync(
        Guid appCredentialId, IReadOnlyCollection<string> keys, DateTimeOffset now, Func<IReadOnlySet<string>, CancellationToken, Task> effect,
        CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(
            async token =>
            {
                var added = await AddAsync(context, appCredentialId, keys, now, token).ConfigureAwait(false);
                if (added.Count > 0)
                {
                    await effect(added, token).ConfigureAwait(false);
                }

                return added;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task ForgetAsync(Guid appCredentialId, string key, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<InboxEntry>()
            .Where(e => e.AppCredentialId == appCredentialId && e.Key == key).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);

    public async Task<int> ForgetAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        var entries = (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<InboxEntry>();
        var old = entries.Where(e => e.At < before && e.Key != InboxEntry.AddressCheckKey).OrderBy(e => e.At).Take(max).Select(e => e.Id);
        return await entries.Where(e => old.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlySet<string>> AddAsync(
        DbContext context, Guid appCredentialId, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await context.Set<InboxEntry>().AsNoTracking()
                .Where(e => e.AppCredentialId == appCredentialId && keys.Contains(e.Key))
                .Select(e => e.Key)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var entries = keys.Except(known, StringComparer.Ordinal).Select(k => new InboxEntry(tenant.Id, appCredentialId, k, now)).ToList();
            context.AddRange(entries);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return entries.Select(e => e.Key).ToFrozenSet(StringComparer.Ordinal);
            }
            catch (DbUpdateException) when (entries.Count > 0 && attempt < MaxAttempts)
            {
                // Another node noted one of them meanwhile; EF Core has rolled back to its savepoint. Look again.
            }
            finally
            {
                entries.ForEach(e => context.Entry(e).State = EntityState.Detached);
            }
        }
    }
}
