using WeChatNotifications.Callbacks;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Recipients;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Callbacks;

internal sealed class EfFollowStore(IWeChatNotificationsDbContextProvider contexts, IRecipientRepository recipients, IAmbientTenant tenant) : IFollowStore
{
    public async Task RecordAsync(Guid appCredentialId, IReadOnlyList<FollowChange> changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.InTransactionAsync(
            async token =>
            {
                // Always in the same order, so that two nodes never wait for each other's users.
                foreach (var change in changes.OrderBy(c => c.OpenId, StringComparer.Ordinal).ThenBy(c => c.At))
                {
                    await (change.IsFollowing
                        ? recipients.FollowAsync(tenant.Id, appCredentialId, change.OpenId, change.At, token)
                        : recipients.UnfollowAsync(tenant.Id, appCredentialId, change.OpenId, change.At, token)).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
