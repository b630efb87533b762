using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Credentials;

internal sealed class EfSetupFacts(IWeChatNotificationsDbContextProvider contexts) : ISetupFacts
{
    public async Task<SetupFacts> ReadAsync(Guid appCredentialId, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);

        // What was accepted once may be used up by now; a ledger that only knows of a "no" is no permit.
        var hasPermit = await context.Set<SubscriptionGrant>().AsNoTracking()
            .AnyAsync(
                g => g.AppCredentialId == appCredentialId
                    && (g.Remaining > 0 || g.LastDecision == GrantDecision.Accepted || g.LastDecision == GrantDecision.UsedUp || g.LastDecision == GrantDecision.Withdrawn),
                cancellationToken).ConfigureAwait(false)
            || await context.Set<FormIdRecord>().AsNoTracking().AnyAsync(f => f.AppCredentialId == appCredentialId, cancellationToken).ConfigureAwait(false);

        // The mini program's own reports are noted in the same place.
        var lastPush = await context.Set<InboxEntry>().AsNoTracking()
            .Where(e => e.AppCredentialId == appCredentialId && !e.Key.StartsWith(InboxEntry.ReportPrefix))
            .MaxAsync(e => (DateTimeOffset?)e.At, cancellationToken).ConfigureAwait(false);
        return new SetupFacts(hasPermit, lastPush);
    }
}
