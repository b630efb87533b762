using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.Recipients;

internal sealed class EfRecipientDirectory(IWeChatNotificationsDbContextProvider contexts) : IRecipientDirectory
{
    /// <summary>Below the number of parameters that any provider takes in one statement.</summary>
    private const int Chunk = 500;

    public async Task<IReadOnlyList<KnownRecipient>> FindByUserIdsAsync(
        IReadOnlyCollection<Guid> appIds, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var recipients = (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<Recipient>().AsNoTracking();
        var apps = appIds.Distinct().ToList();
        var found = new List<KnownRecipient>();
        foreach (var users in userIds.Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            found.AddRange(await recipients.Where(r => apps.Contains(r.AppCredentialId) && r.UserId != null && users.Contains(r.UserId))
                .Select(r => new KnownRecipient(r.UserId!, r.AppCredentialId, r.OpenId, r.LastSeenAt, r.IsSubscribed))
                .ToListAsync(cancellationToken).ConfigureAwait(false));

            // Nobody has tied these openids to a user, but WeChat says that it is the same person as one whom somebody has tied.
            found.AddRange(await (
                    from linked in recipients
                    where linked.UserId != null && users.Contains(linked.UserId) && linked.UnionId != null
                    join other in recipients on new { linked.TenantId, linked.UnionId } equals new { other.TenantId, other.UnionId }
                    where apps.Contains(other.AppCredentialId) && other.UserId == null
                    select new KnownRecipient(linked.UserId!, other.AppCredentialId, other.OpenId, other.LastSeenAt, other.IsSubscribed))
                .Distinct().ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    public async Task<string?> FindCounterpartAsync(Guid appId, string openId, string? userId, Guid otherAppId, CancellationToken cancellationToken)
    {
        var recipients = (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<Recipient>().AsNoTracking();
        var self = await recipients.Where(r => r.AppCredentialId == appId && r.OpenId == openId)
            .Select(r => new { r.UserId, r.UnionId }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var user = userId ?? self?.UserId;
        var others = recipients.Where(r => r.AppCredentialId == otherAppId);
        return (user is null ? null : await BestAsync(others.Where(r => r.UserId == user), cancellationToken).ConfigureAwait(false))
            ?? (self?.UnionId is { } union ? await BestAsync(others.Where(r => r.UnionId == union), cancellationToken).ConfigureAwait(false) : null);
    }

    private static Task<string?> BestAsync(IQueryable<Recipient> recipients, CancellationToken cancellationToken)
        => recipients.OrderBy(r => r.IsSubscribed == false).ThenByDescending(r => r.LastSeenAt).ThenBy(r => r.Id)
            .Select(r => (string?)r.OpenId).FirstOrDefaultAsync(cancellationToken);
}
