using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Callbacks;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Recipients;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Callbacks;

internal sealed class EfFollowStore(IWeChatNotificationsDbContextProvider contexts, IAmbientTenant tenant) : IFollowStore
{
    public async Task RecordAsync(Guid appCredentialId, IReadOnlyList<FollowChange> changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.InTransactionAsync(
            async token =>
            {
                // Always in the same order, so that two nodes never wait for each other's users.
                foreach (var change in changes.OrderBy(c => c.OpenId, StringComparer.Ordinal))
                {
                    await RecordAsync(context, appCredentialId, change, now, token).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task RecordAsync(DbContext context, Guid appCredentialId, FollowChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await TryUpdateAsync(context, appCredentialId, change, now, cancellationToken).ConfigureAwait(false)
            || await context.Set<Recipient>().AnyAsync(r => r.AppCredentialId == appCredentialId && r.OpenId == change.OpenId, cancellationToken).ConfigureAwait(false))
        {
            // Written, or older than what is known.
            return;
        }

        var recipient = Recipient.Meet(tenant.Id, appCredentialId, change.OpenId, now);
        if (change.IsFollowing)
        {
            recipient.Follow(change.At, now);
        }
        else
        {
            recipient.Unfollow(change.At, now);
        }

        context.Add(recipient);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // Another node met the user meanwhile; EF Core has rolled back to its savepoint.
            context.Entry(recipient).State = EntityState.Detached;
            if (!await context.Set<Recipient>().AnyAsync(r => r.AppCredentialId == appCredentialId && r.OpenId == change.OpenId, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            await TryUpdateAsync(context, appCredentialId, change, now, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.Entry(recipient).State = EntityState.Detached;
        }
    }

    /// <summary>What <see cref="Recipient.Follow"/> and <see cref="Recipient.Unfollow"/> do, unless something newer is known.</summary>
    private static async Task<bool> TryUpdateAsync(
        DbContext context, Guid appCredentialId, FollowChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (openId, follows, at) = (change.OpenId, change.IsFollowing, (DateTimeOffset?)change.At);
        return await context.Set<Recipient>()
            .Where(r => r.AppCredentialId == appCredentialId && r.OpenId == openId
                && (r.SubscribedAt == null || r.SubscribedAt <= at) && (r.UnsubscribedAt == null || r.UnsubscribedAt <= at))
            .ExecuteUpdateAsync(
                r => r
                    .SetProperty(x => x.IsSubscribed, follows)
                    .SetProperty(x => x.SubscribedAt, x => follows ? at : x.SubscribedAt)
                    .SetProperty(x => x.UnsubscribedAt, follows ? null : at)
                    .SetProperty(x => x.LastSeenAt, x => x.LastSeenAt < now ? now : x.LastSeenAt),
                cancellationToken).ConfigureAwait(false) == 1;
    }
}
