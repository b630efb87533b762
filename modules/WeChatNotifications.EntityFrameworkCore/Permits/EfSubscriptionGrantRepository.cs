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
            .Select(g => (New: Open(appCredentialId, [.. g], now), Change: LedgerChange.Of([.. g])))
            .ToList();
        await context.Database.InTransactionAsync(
            async token =>
            {
                foreach (var (ledger, change) in ledgers)
                {
                    await RecordAsync(context, ledger, change, now, token).ConfigureAwait(false);
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
        var grant = SubscriptionGrant.Open(tenant.Id, appCredentialId, first.OpenId, first.WeChatTemplateId, first.IsLongTerm, now);
        foreach (var report in reports)
        {
            grant.Record(report.Decision, report.Accepts, now);
        }

        return grant;
    }

    private static async Task RecordAsync(
        DbContext context, SubscriptionGrant ledger, LedgerChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await TryUpdateAsync(context, ledger, change, now, cancellationToken).ConfigureAwait(false))
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
            if (!await TryUpdateAsync(context, ledger, change, now, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
        finally
        {
            context.Entry(ledger).State = EntityState.Detached;
        }
    }

    /// <summary>What <see cref="SubscriptionGrant.Record"/> does for each report, as one statement that many nodes may run at once.</summary>
    private static async Task<bool> TryUpdateAsync(
        DbContext context, SubscriptionGrant ledger, LedgerChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (app, openId, template, isLongTerm) = (ledger.AppCredentialId, ledger.OpenId, ledger.WeChatTemplateId, ledger.IsLongTerm);
        var (empties, accepts, most) = (change.Empties, change.Accepts, int.MaxValue - change.Accepts);
        var decision = change.Decision;
        return await context.Set<SubscriptionGrant>()
            .Where(g => g.AppCredentialId == app && g.OpenId == openId && g.WeChatTemplateId == template)
            .ExecuteUpdateAsync(
                g => g
                    .SetProperty(x => x.Remaining, x => empties ? accepts : x.Remaining > most ? int.MaxValue : x.Remaining + accepts)
                    .SetProperty(x => x.IsLongTerm, isLongTerm)
                    .SetProperty(x => x.LastDecision, x => decision ?? x.LastDecision)
                    .SetProperty(x => x.UpdatedAt, now),
                cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>A sequence of reports about one ledger as one change.</summary>
    /// <param name="Empties">Whether it forgets what was counted before.</param>
    /// <param name="Accepts">What it adds then.</param>
    /// <param name="Decision">The last decision; null when nobody decided anything.</param>
    private readonly record struct LedgerChange(bool Empties, int Accepts, GrantDecision? Decision)
    {
        public static LedgerChange Of(IReadOnlyList<GrantReport> reports)
        {
            var change = default(LedgerChange);
            foreach (var report in reports)
            {
                change = report.Decision switch
                {
                    GrantDecision.Accepted => change with { Accepts = change.Accepts + (report.IsLongTerm ? 0 : report.Accepts), Decision = report.Decision },
                    GrantDecision.UsedUp => new(Empties: true, Accepts: 0, report.Decision),
                    GrantDecision.Filtered when report.IsLongTerm => change,
                    _ => change with { Decision = report.Decision },
                };
            }

            return change;
        }
    }
}
