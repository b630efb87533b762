using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Permits;
using WeChatNotifications.EntityFrameworkCore.Statistics;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

/// <summary>
/// The queue in LINQ only: correct on every relational provider, and the reference that faster versions are compared with.
/// </summary>
internal class EfDeliveryQueue(
    IWeChatNotificationsDbContextProvider contexts, ICallerTransaction callerTransaction, IServiceScopeFactory scopes)
    : IDeliveryQueue
{
    /// <summary>What people read at a delivery whose node died.</summary>
    protected const string OutcomeLost = "The node that held this delivery stopped before it recorded an outcome.";

    /// <summary>What people read at a delivery whose node died, and whose app was removed meanwhile.</summary>
    protected const string AppRemoved = OutcomeLost + " Its app has been removed.";

    /// <summary>The joined transaction of the caller, if there is one.</summary>
    protected ICallerTransaction CallerTransaction { get; } = callerTransaction;

    public virtual async Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken)
    {
        if (CallerTransaction.Current is not { } transaction)
        {
            return await EfEnqueue.RunAsync(await ContextAsync(cancellationToken).ConfigureAwait(false), deliveries, cancellationToken).ConfigureAwait(false);
        }

        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var provider = scope.ServiceProvider.GetRequiredService<IWeChatNotificationsDbContextProvider>();
            var context = await provider.GetAsync(cancellationToken).ConfigureAwait(false);
            context.Database.SetDbConnection(transaction.Connection, contextOwnsConnection: false);
            await context.Database.UseTransactionAsync(transaction, cancellationToken).ConfigureAwait(false);
            return await EfEnqueue.RunAsync(context, deliveries, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<Guid>> FindAppsWithWorkAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var due = context.Set<DeliveryLog>().IgnoreQueryFilters().Where(d => d.Status == DeliveryStatus.Pending && d.NotBefore <= now);
        return await SendingApps(context, now)
            .Where(c => due.Any(d => d.AppCredentialId == c.Id))
            .Select(c => c.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<IReadOnlyList<DeliveryLog>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var deliveries = context.Set<DeliveryLog>().IgnoreQueryFilters();
        var (app, token, now, leaseUntil, leastUrgent) = (claim.AppCredentialId, (Guid?)claim.Token, claim.Now, claim.LeaseUntil, claim.LeastUrgent);
        var sending = SendingApps(context, now).Where(c => c.Id == app);
        var ids = await InOrderOf(claim, deliveries
            .Where(d => d.AppCredentialId == app && d.Status == DeliveryStatus.Pending && d.Priority <= leastUrgent && d.NotBefore <= now && sending.Any()))
            .Select(d => d.Id)
            .Take(claim.Max)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (ids.Count == 0)
        {
            return [];
        }

        // Whoever marks a row first has it: the conditions are asked again when the row is locked.
        await deliveries.Where(d => ids.Contains(d.Id) && d.Status == DeliveryStatus.Pending && d.NotBefore <= now)
            .ExecuteUpdateAsync(
                d => d
                    .SetProperty(x => x.Status, DeliveryStatus.Sending)
                    .SetProperty(x => x.Attempts, x => x.Attempts + 1)
                    .SetProperty(x => x.ClaimToken, token)
                    .SetProperty(x => x.LeaseUntil, leaseUntil),
                cancellationToken).ConfigureAwait(false);
        return await InOrderOf(claim, deliveries.AsNoTracking().Where(d => d.ClaimToken == token && d.Status == DeliveryStatus.Sending))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IOrderedQueryable<DeliveryLog> InOrderOf(DeliveryClaim claim, IQueryable<DeliveryLog> deliveries)
    {
        if (!claim.NewestTransactionalFirst)
        {
            return deliveries.OrderBy(d => d.Priority).ThenBy(d => d.NotBefore).ThenBy(d => d.Id);
        }

        // All due ones are before this moment, so that it ends no order but gives the other lanes none of this kind.
        var now = claim.Now;
        return deliveries.OrderBy(d => d.Priority)
            .ThenByDescending(d => d.Priority == DeliveryPriority.Transactional ? d.NotBefore : now)
            .ThenBy(d => d.NotBefore).ThenBy(d => d.Id);
    }

    public virtual async Task<int> RenewAsync(
        IReadOnlyCollection<Guid> claimTokens, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
        => await (await ContextAsync(cancellationToken).ConfigureAwait(false)).Set<DeliveryLog>().IgnoreQueryFilters()
            .Where(d => d.Status == DeliveryStatus.Sending && d.LeaseUntil > now && claimTokens.Contains(d.ClaimToken!.Value))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.LeaseUntil, leaseUntil), cancellationToken).ConfigureAwait(false);

    public virtual async Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Database.InTransactionAsync(
            async token =>
            {
                var attempts = new List<DeliveryAttempt>();
                var recorded = new List<DeliveryOutcome>(outcomes.Count);

                // Always in the order of the users, so that two nodes never wait for each other's grants.
                foreach (var outcome in outcomes
                    .OrderBy(o => o.Grant?.OpenId, StringComparer.Ordinal).ThenBy(o => o.Grant?.WeChatTemplateId, StringComparer.Ordinal))
                {
                    if (await TryRecordAsync(context, outcome, token).ConfigureAwait(false))
                    {
                        recorded.Add(outcome);
                        attempts.AddRange(outcome.Attempts);
                        if (outcome.Grant is { } change)
                        {
                            await UpdateGrantAsync(context, change, outcome.Delivery.FinishedAt ?? outcome.Delivery.NotBefore, token).ConfigureAwait(false);
                        }
                    }
                }

                await EfFormIdStore.SettleAsync(
                    context, recorded.Where(o => o.FormId is not null).Select(o => (o.Delivery.Id, o.FormId!.Value)).OrderBy(s => s.Id), token).ConfigureAwait(false);
                await context.InsertAsync([.. attempts, .. Tallies.Of(recorded.Select(o => o.Delivery), 1)], token).ConfigureAwait(false);

                return recorded;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var lapsed = context.Set<DeliveryLog>().IgnoreQueryFilters().Where(d => d.Status == DeliveryStatus.Sending && d.LeaseUntil <= now);
        if (!await lapsed.AnyAsync(cancellationToken).ConfigureAwait(false))
        {
            return default;
        }

        var apps = context.Set<AppCredential>().IgnoreQueryFilters();
        var orphaned = await EndAsync(
            lapsed.Where(d => !apps.Any(a => a.Id == d.AppCredentialId)), DeliveryStatus.Failed, DeliveryReason.ConfigurationFault, AppRemoved).ConfigureAwait(false);
        var held = await EndAsync(
            MayDouble(context, lapsed, RepeatsRefusedSince(now, lease))
                .Where(d => apps.Any(a => a.Id == d.AppCredentialId && a.UnconfirmedPolicy == UnconfirmedPolicy.Hold)),
            DeliveryStatus.Unconfirmed, DeliveryReason.OutcomeUnknown, OutcomeLost).ConfigureAwait(false);
        var failed = await EndAsync(lapsed.Where(d => d.Attempts >= maxAttempts), DeliveryStatus.Failed, DeliveryReason.AttemptsExhausted, OutcomeLost).ConfigureAwait(false);
        var requeued = await lapsed.ExecuteUpdateAsync(
            d => d
                .SetProperty(x => x.Status, DeliveryStatus.Pending)
                .SetProperty(x => x.Reason, DeliveryReason.OutcomeUnknown)
                .SetProperty(x => x.NotBefore, now)
                .SetProperty(x => x.ErrorCode, (int?)null)
                .SetProperty(x => x.ErrorMessage, OutcomeLost)
                .SetProperty(x => x.Rid, (string?)null)
                .SetProperty(x => x.ClaimToken, (Guid?)null)
                .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
        return new ReapedDeliveries(requeued, held, orphaned + failed);

        Task<int> EndAsync(IQueryable<DeliveryLog> rows, DeliveryStatus status, DeliveryReason reason, string message)
            => context.EndAsync(lapsed, rows, new DeliveryEnd(status, reason, now, new DeliveryError(Code: null, message, Rid: null)), cancellationToken);
    }

    /// <summary>
    /// Since when a lease must have lapsed, so that WeChat surely takes a repeat for one: the lost call was made at most a lease before, and two
    /// minutes are left for the repeat to get there.
    /// </summary>
    protected static DateTimeOffset RepeatsRefusedSince(DateTimeOffset now, TimeSpan lease)
        => now - DeliveryLimits.RepeatsRefusedFor + lease + TimeSpan.FromMinutes(2);

    /// <summary>
    /// Those of which a second message might reach the user too. Not so: one that is paid for with a form id, which WeChat takes once; a
    /// template message without any permit yet, which was never sent; and the first try of an official account's template message
    /// while WeChat remembers its <c>client_msg_id</c>.
    /// </summary>
    private static IQueryable<DeliveryLog> MayDouble(DbContext context, IQueryable<DeliveryLog> deliveries, DateTimeOffset repeatsRefusedSince)
    {
        var uses = context.Set<FormIdUse>().IgnoreQueryFilters();
        var formIds = context.Set<FormIdRecord>().IgnoreQueryFilters();
        return deliveries.Where(d =>
            !(d.Channel == MessageChannel.TemplateMessage && !uses.Any(u => u.DeliveryLogId == d.Id && formIds.Any(f => f.Id == u.FormIdRecordId && f.Kind != FormIdKind.FormId)))
            && !(d.Channel == MessageChannel.UniformMessage && uses.Any(u => u.DeliveryLogId == d.Id && formIds.Any(f => f.Id == u.FormIdRecordId && f.Kind == FormIdKind.FormId)))
            && !(d.Channel == MessageChannel.OfficialAccountTemplateMessage && d.Attempts <= 1 && d.LeaseUntil > repeatsRefusedSince));
    }

    public async Task<DeliveryBacklog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var deliveries = context.Set<DeliveryLog>().IgnoreQueryFilters().AsNoTracking();
        var waiting = deliveries.Where(d => d.Status == DeliveryStatus.Pending);
        var due = await waiting.LongCountAsync(d => d.NotBefore <= now, cancellationToken).ConfigureAwait(false);
        var scheduled = await waiting.LongCountAsync(d => d.NotBefore > now, cancellationToken).ConfigureAwait(false);
        var sending = await deliveries.LongCountAsync(d => d.Status == DeliveryStatus.Sending, cancellationToken).ConfigureAwait(false);
        var oldest = due == 0
            ? null
            : await waiting.Where(d => d.NotBefore <= now).MinAsync(d => (DateTimeOffset?)d.NotBefore, cancellationToken).ConfigureAwait(false);
        return new DeliveryBacklog(due, scheduled, sending, oldest);
    }

    /// <summary>The apps of all tenants that may send at a moment.</summary>
    private static IQueryable<AppCredential> SendingApps(DbContext context, DateTimeOffset now)
        => context.Set<AppCredential>().IgnoreQueryFilters().Where(c => c.IsEnabled && (c.PauseReason == null || c.PausedUntil <= now));

    /// <summary>The context of the present unit of work.</summary>
    protected ValueTask<DbContext> ContextAsync(CancellationToken cancellationToken) => contexts.GetAsync(cancellationToken);

    private static async Task<bool> TryRecordAsync(DbContext context, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var (delivery, token) = (outcome.Delivery, (Guid?)outcome.ClaimToken);
        var row = context.Set<DeliveryLog>().IgnoreQueryFilters()
            .Where(d => d.Id == delivery.Id && d.ClaimToken == token && d.Status == DeliveryStatus.Sending);
        if (outcome.FellBack
            && await row.ExecuteUpdateAsync(
                d => d
                    .SetProperty(x => x.AppCredentialId, delivery.AppCredentialId)
                    .SetProperty(x => x.MessageTemplateId, delivery.MessageTemplateId)
                    .SetProperty(x => x.TemplateName, delivery.TemplateName)
                    .SetProperty(x => x.Channel, delivery.Channel)
                    .SetProperty(x => x.OpenId, delivery.OpenId)
                    .SetProperty(x => x.WeChatTemplateId, delivery.WeChatTemplateId)
                    .SetProperty(x => x.Data, delivery.Data)
                    .SetProperty(x => x.Page, delivery.Page)
                    .SetProperty(x => x.MiniProgramVersion, delivery.MiniProgramVersion)
                    .SetProperty(x => x.Language, delivery.Language)
                    .SetProperty(x => x.ChannelOptions, delivery.ChannelOptions)
                    .SetProperty(x => x.Fallbacks, delivery.Fallbacks),
                cancellationToken).ConfigureAwait(false) != 1)
        {
            return false;
        }

        return await row.ExecuteUpdateAsync(
            d => d
                .SetProperty(x => x.Status, delivery.Status)
                .SetProperty(x => x.Reason, delivery.Reason)
                .SetProperty(x => x.NotBefore, delivery.NotBefore)
                .SetProperty(x => x.Attempts, delivery.Attempts)
                .SetProperty(x => x.WeChatMessageId, delivery.WeChatMessageId)
                .SetProperty(x => x.ErrorCode, delivery.ErrorCode)
                .SetProperty(x => x.ErrorMessage, delivery.ErrorMessage)
                .SetProperty(x => x.Rid, delivery.Rid)
                .SetProperty(x => x.SentAt, delivery.SentAt)
                .SetProperty(x => x.FinishedAt, delivery.FinishedAt)
                .SetProperty(x => x.ClaimToken, (Guid?)null)
                .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    private static async Task UpdateGrantAsync(DbContext context, GrantChange change, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var usedUp = change.Effect == GrantEffect.UsedUp;
        await context.Set<SubscriptionGrant>().IgnoreQueryFilters()
            .Where(g => g.AppCredentialId == change.AppCredentialId && g.OpenId == change.OpenId && g.WeChatTemplateId == change.WeChatTemplateId)
            .ExecuteUpdateAsync(
                g => g
                    .SetProperty(x => x.Remaining, x => usedUp ? 0 : x.IsLongTerm || x.Remaining == 0 ? x.Remaining : x.Remaining - 1)
                    .SetProperty(x => x.LastDecision, x => usedUp ? GrantDecision.UsedUp : x.LastDecision)
                    .SetProperty(x => x.UpdatedAt, x => x.UpdatedAt < at ? at : x.UpdatedAt),
                cancellationToken).ConfigureAwait(false);
    }
}
