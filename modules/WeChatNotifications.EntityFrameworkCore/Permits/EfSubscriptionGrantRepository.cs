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

        // Always in the same order, so that two reports about the same users cannot wait for each other. All of them are checked by
        // the entity before the first is written.
        var ledgers = reports
            .GroupBy(r => (r.OpenId, r.WeChatTemplateId))
            .OrderBy(g => g.Key.OpenId, StringComparer.Ordinal).ThenBy(g => g.Key.WeChatTemplateId, StringComparer.Ordinal)
            .Select(g => (New: Open(appCredentialId, [.. g], now), Reports: g.ToList()))
            .ToList();
        await context.Database.InTransactionAsync(
            async token =>
            {
                foreach (var (ledger, all) in ledgers)
                {
                    await RecordAsync(context, ledger, all, now, token).ConfigureAwait(false);
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

    private SubscriptionGrant Open(Guid appCredentialId, IReadOnlyList<GrantReport> reports, DateTimeOffset now)
    {
        var first = reports[0];
        var isLongTerm = reports.Select(r => r.IsLongTerm).FirstOrDefault(l => l is not null) ?? false;
        var grant = SubscriptionGrant.Open(tenant.Id, appCredentialId, first.OpenId, first.WeChatTemplateId, isLongTerm, now);
        foreach (var report in reports)
        {
            grant.Record(report.Decision, report.Accepts, now, report.Source, report.At?.ToUniversalTime());
        }

        return grant;
    }

    private static async Task RecordAsync(
        DbContext context, SubscriptionGrant ledger, IReadOnlyList<GrantReport> reports, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var standing = context.Set<SubscriptionGrant>().Where(
            g => g.AppCredentialId == ledger.AppCredentialId && g.OpenId == ledger.OpenId && g.WeChatTemplateId == ledger.WeChatTemplateId);
        if (await GrantUpdates.TryApplyAsync(standing, reports, now, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        context.Add(ledger);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // Another node opened the ledger meanwhile; EF Core has rolled back to its savepoint.
            context.Entry(ledger).State = EntityState.Detached;
            if (!await GrantUpdates.TryApplyAsync(standing, reports, now, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
        finally
        {
            context.Entry(ledger).State = EntityState.Detached;
        }
    }
}
