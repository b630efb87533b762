using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Callbacks;
using WeChatNotifications.EntityFrameworkCore.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Callbacks;

internal sealed class EfInbox(IWeChatNotificationsDbContextProvider contexts) : IInbox
{
    public async Task<bool> HandleOnceAsync(InboxEntry entry, Func<CancellationToken, Task> effect, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(
            async token =>
            {
                // Another node that handles the same makes us wait here until its transaction is over, and then its entry is there.
                if (!await TryAddAsync(context, entry, token).ConfigureAwait(false))
                {
                    return false;
                }

                await effect(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> TryAddAsync(DbContext context, InboxEntry entry, CancellationToken cancellationToken)
    {
        var (app, key) = (entry.AppCredentialId, entry.Key);
        var same = context.Set<InboxEntry>().IgnoreQueryFilters().AsNoTracking().Where(e => e.AppCredentialId == app && e.Key == key);
        if (await same.AnyAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        context.Add(entry);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException)
        {
            // EF Core has rolled back to its savepoint. If the database failed for another reason, this look fails too, or finds nothing.
            context.Entry(entry).State = EntityState.Detached;
            if (await same.AnyAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            throw;
        }
        finally
        {
            context.Entry(entry).State = EntityState.Detached;
        }
    }
}
