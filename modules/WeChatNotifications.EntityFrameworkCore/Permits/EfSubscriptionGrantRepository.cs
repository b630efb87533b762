using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Permits;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Permits;

internal sealed class EfSubscriptionGrantRepository(IWeChatNotificationsDbContextProvider contexts, IAmbientTenant tenant)
    : ISubscriptionGrantRepository
{
    public async Task RecordAsync(Guid appCredentialId, IReadOnlyList<GrantReport> reports, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);

        // Always in the same order, so that two reports about the same users cannot wait for each other.
        var ledgers = reports
            .GroupBy(r => (r.OpenId, r.WeChatTemplateId))
            .OrderBy(g => g.Key.OpenId, StringComparer.Ordinal).ThenBy(g => g.Key.WeChatTemplateId, StringComparer.Ordinal);
        await context.Database.InTransactionAsync(
            async token =>
            {
                foreach (var ledger in ledgers)
                {
                    await RecordAsync(context, appCredentialId, [.. ledger], now, token).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<SubscriptionGrant>> ListAsync(GrantFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        var grants = (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<SubscriptionGrant>().AsNoTracking();
        if (filter.AppCredentialId is { } app)
        {
            grants = grants.Where(g => g.AppCredentialId == app);
        }

        if (filter.OpenIds is { Count: > 0 } openIds)
        {
            grants = grants.Where(g => openIds.Contains(g.OpenId));
        }

        if (filter.WeChatTemplateIds is { } templates)
        {
            grants = grants.Where(g => templates.Contains(g.WeChatTemplateId));
        }

        if (after is { } id)
        {
            grants = grants.Where(g => g.Id.CompareTo(id) > 0);
        }

        return await grants.OrderBy(g => g.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RecordAsync(
        DbContext context, Guid appCredentialId, IReadOnlyList<GrantReport> reports, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await TryUpdateAsync().ConfigureAwait(false))
        {
            return;
        }

        var first = reports[0];
        var grant = SubscriptionGrant.Open(tenant.Id, appCredentialId, first.OpenId, first.WeChatTemplateId, first.IsLongTerm, now);
        foreach (var report in reports)
        {
            grant.Record(report.Decision, report.Accepts, now);
        }

        context.Add(grant);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // Another node opened the ledger meanwhile; EF Core has rolled back to its savepoint.
            context.Entry(grant).State = EntityState.Detached;
            if (!await TryUpdateAsync().ConfigureAwait(false))
            {
                throw;
            }
        }

        context.Entry(grant).State = EntityState.Detached;

        async Task<bool> TryUpdateAsync()
        {
            // The whole sequence as one change: "used up" forgets what came before it.
            var startsFrom = -1;
            var accepts = 0;
            foreach (var report in reports)
            {
                (startsFrom, accepts) = report.Decision switch
                {
                    GrantDecision.Accepted => (startsFrom, accepts + report.Accepts),
                    GrantDecision.UsedUp => (0, 0),
                    _ => (startsFrom, accepts),
                };
            }

            var decision = reports[^1].Decision;
            var (openId, templateId, isLongTerm) = (reports[0].OpenId, reports[0].WeChatTemplateId, reports[0].IsLongTerm);
            return await context.Set<SubscriptionGrant>()
                .Where(g => g.AppCredentialId == appCredentialId && g.OpenId == openId && g.WeChatTemplateId == templateId)
                .ExecuteUpdateAsync(
                    g => g
                        .SetProperty(x => x.Remaining, x => isLongTerm ? x.Remaining : (startsFrom == 0 ? 0 : x.Remaining) + accepts)
                        .SetProperty(x => x.IsLongTerm, isLongTerm)
                        .SetProperty(x => x.LastDecision, decision)
                        .SetProperty(x => x.UpdatedAt, now),
                    cancellationToken).ConfigureAwait(false) == 1;
        }
    }
}
