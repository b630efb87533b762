using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Events;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Callbacks;

/// <summary>Writes what pushed messages bring about: one transaction for a batch of one account, as its tenant.</summary>
internal sealed class CallbackStore(
    IServiceScopeFactory scopes, IAmbientTenant tenant, IEnumerable<MessageHandlerType> handlers, RefusedDeliveries refused, WeChatNotificationsMetrics metrics, TimeProvider timeProvider)
{
    private readonly bool _hasHandlers = handlers.Any();

    /// <summary>Stores a batch.</summary>
    /// <returns>Those that had not come before.</returns>
    public async Task<IReadOnlyList<PushedCallback>> StoreAsync(IReadOnlyList<PushedCallback> batch, CancellationToken cancellationToken)
    {
        // What concerns neither the module nor the host leaves no trace.
        var meant = batch.Where(c => _hasHandlers || c.Effects.Any(e => !e.IsEmpty)).ToList();
        if (meant.Count == 0)
        {
            return [];
        }

        var (account, now) = (batch[0].Account, timeProvider.GetUtcNow());
        var outcomes = (IReadOnlyList<ReceiptOutcome>)[];
        using var bound = tenant.Change(account.TenantId);
        var fresh = await scopes.InScopeAsync(s => s.GetRequiredService<IOutcomeTeller>().RecordAsync(
            () => s.GetRequiredService<IInbox>().HandleOnceAsync(
                account.Id,
                [.. meant.SelectMany(c => c.Effects).Select(e => e.Key).Distinct(StringComparer.Ordinal)],
                now,
                async (keys, token) =>
                {
                    var effects = meant.SelectMany(c => c.Effects).DistinctBy(e => e.Key, StringComparer.Ordinal).Where(e => keys.Contains(e.Key)).ToList();
                    outcomes = await ApplyAsync(s, account, effects, now, token).ConfigureAwait(false);
                },
                cancellationToken),
            _ => ReceiptOutcome.NewsOf(outcomes),
            cancellationToken)).ConfigureAwait(false);
        Count(meant, fresh, outcomes);
        refused.Wake(outcomes);
        return FirstOnes(meant, fresh);
    }

    /// <summary>Notes that WeChat has checked our address for an account, and found it good.</summary>
    public async Task NoteAddressCheckAsync(CallbackAccount account, CancellationToken cancellationToken)
    {
        using var bound = tenant.Change(account.TenantId);
        await scopes.InScopeAsync(s => s.GetRequiredService<IInbox>().HandleOnceAsync(
            account.Id, [InboxEntry.AddressCheckKey], timeProvider.GetUtcNow(), static (_, _) => Task.CompletedTask, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ReceiptOutcome>> ApplyAsync(
        IServiceProvider services, CallbackAccount account, List<CallbackEffect> effects, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (effects.Select(e => e.Grant).OfType<GrantReport>().ToList() is { Count: > 0 } grants)
        {
            await services.GetRequiredService<ISubscriptionGrantRepository>().RecordAsync(
                account.Id, await WithKindsAsync(services, account, grants, cancellationToken).ConfigureAwait(false), now, cancellationToken).ConfigureAwait(false);
        }

        // In the order of the users, so that two nodes never wait for each other's.
        foreach (var follow in effects.Select(e => e.Follow).OfType<FollowChange>().OrderBy(f => f.OpenId, StringComparer.Ordinal).ThenBy(f => f.At))
        {
            var recipients = services.GetRequiredService<IRecipientRepository>();
            await (follow.IsFollowing
                ? recipients.FollowAsync(account.TenantId, account.Id, follow.OpenId, follow.At, cancellationToken)
                : recipients.UnfollowAsync(account.TenantId, account.Id, follow.OpenId, follow.At, cancellationToken)).ConfigureAwait(false);
        }

        if (effects.Select(e => e.Receipt).OfType<DeliveryReceipt>().ToList() is not { Count: > 0 } receipts)
        {
            return [];
        }

        var store = services.GetRequiredService<IReceiptStore>();
        var outcomes = await store.ApplyAsync(account.Id, receipts, refused.HandOverAsync, cancellationToken).ConfigureAwait(false);
        var early = outcomes.Where(o => o.Delivery is null).Select(o => PendingReceipt.Keep(
            account.TenantId, account.Id, o.Receipt.WeChatMessageId, o.Receipt.OpenId, o.Receipt.WeChatTemplateId, o.Receipt.IsDelivered, o.Receipt.ErrorText,
            o.Receipt.At, now + PendingReceiptJob.FirstWait, now)).ToList();
        if (early.Count > 0)
        {
            await store.KeepAsync(early, cancellationToken).ConfigureAwait(false);
        }

        return outcomes;
    }

    /// <summary>WeChat does not say whether a subscription is for long; a template that we know does.</summary>
    private static async Task<IReadOnlyList<GrantReport>> WithKindsAsync(
        IServiceProvider services, CallbackAccount account, List<GrantReport> grants, CancellationToken cancellationToken)
    {
        var templates = await services.GetRequiredService<IMessageTemplateRepository>().ListAsync(account.Id, cancellationToken).ConfigureAwait(false);
        return grants.ConvertAll(g => templates.FirstOrDefault(t => t.WeChatTemplateId == g.WeChatTemplateId) is { } known
            ? g with { IsLongTerm = known.SubscriptionKind == SubscriptionKind.LongTerm }
            : g);
    }

    /// <summary>A message that stands twice in a batch is new once.</summary>
    private static List<PushedCallback> FirstOnes(List<PushedCallback> meant, IReadOnlySet<string> fresh)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return meant.FindAll(c =>
        {
            var isFirst = false;
            foreach (var effect in c.Effects)
            {
                isFirst |= fresh.Contains(effect.Key) && seen.Add(effect.Key);
            }

            return isFirst;
        });
    }

    private void Count(List<PushedCallback> meant, IReadOnlySet<string> fresh, IReadOnlyList<ReceiptOutcome> outcomes)
    {
        foreach (var callback in meant)
        {
            metrics.CallbackHandled(callback.Message.Event, callback.Effects.Any(e => fresh.Contains(e.Key)) ? "new" : "duplicate");
        }

        metrics.ReceiptsApplied(outcomes);
    }
}
