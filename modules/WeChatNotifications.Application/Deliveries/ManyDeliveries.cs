using WeChatNotifications.Credentials;
using WeChatNotifications.Events;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Retries and cancels many deliveries at a person's wish, batch by batch: each batch is a transaction of its own with its tallies and its
/// notes in the audit trail, so that an interruption leaves nothing half done and no lock is held for long.
/// </summary>
internal sealed class ManyDeliveries(
    IDeliveryLogRepository deliveries, IAppCredentialRepository credentials, RecipientResolver recipients, IDeliverySignal signal, IOutcomeTeller outcomes,
    TimeProvider timeProvider)
{
    private const int IdsAtOnce = 10_000;
    private const int Batch = 500;

    private delegate Task<IReadOnlyList<DeliveryLog>> Change(IReadOnlyList<DeliveryLog> rows, CancellationToken cancellationToken);

    /// <summary>Sends again what may be.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Ends it after the batch under way.</param>
    public async Task<DeliveriesChangedDto> RetryAsync(DeliveryFilter filter, int max, CancellationToken cancellationToken)
        => await RunAsync(
            filter, DeliveryLog.Retryable, max, RetryRowsAsync,
            changed =>
            {
                foreach (var app in changed.Select(d => d.AppCredentialId).Distinct())
                {
                    signal.WorkArrived(app);
                }

                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Takes out of the queue what is not on its way.</summary>
    /// <inheritdoc cref="RetryAsync" path="/param"/>
    public async Task<DeliveriesChangedDto> CancelAsync(DeliveryFilter filter, int max, CancellationToken cancellationToken)
        => await RunAsync(
            filter, DeliveryLog.Cancellable, max, CancelRowsAsync,
            changed => outcomes.TellAsync(changed, cancellationToken), cancellationToken).ConfigureAwait(false);

    private async Task<DeliveriesChangedDto> RunAsync(
        DeliveryFilter filter, IReadOnlyList<DeliveryStatus> from, int max, Change change, Func<IReadOnlyList<DeliveryLog>, Task> tell,
        CancellationToken cancellationToken)
    {
        var matched = (await deliveries.CountAsync(filter, cancellationToken).ConfigureAwait(false)).Sum(c => c.Value);
        var states = filter.Statuses is { } wanted ? from.Intersect(wanted).ToList() : from;

        // What comes in meanwhile, or goes wrong again, is for the next call.
        var end = timeProvider.GetUtcNow().AddMilliseconds(1);
        var eligible = filter with { Statuses = [.. states], To = filter.To < end ? filter.To : end };
        var (changed, looked, hasMore, last) = (0, 0L, false, (Guid?)null);
        while (states.Count > 0 && !hasMore)
        {
            var ids = await deliveries.ListIdsAsync(eligible, last, IdsAtOnce, cancellationToken).ConfigureAwait(false);
            foreach (var batch in ids.Chunk(Batch))
            {
                if (changed >= max)
                {
                    hasMore = true;
                    break;
                }

                var chosen = batch.Take(max - changed).ToList();
                var done = await deliveries.ChangeManyAsync(chosen, states, (rows, token) => change(rows, token), cancellationToken).ConfigureAwait(false);
                await tell(done).ConfigureAwait(false);
                (changed, looked, hasMore) = (changed + done.Count, looked + chosen.Count, chosen.Count < batch.Length);
            }

            if (ids.Count < IdsAtOnce)
            {
                break;
            }

            last = ids[^1];
        }

        return new DeliveriesChangedDto(matched, changed, hasMore ? looked - changed : Math.Max(0, matched - changed), hasMore);
    }

    private async Task<IReadOnlyList<DeliveryLog>> RetryRowsAsync(IReadOnlyList<DeliveryLog> rows, CancellationToken cancellationToken)
    {
        await LookAgainAsync(rows, cancellationToken).ConfigureAwait(false);
        var apps = (await credentials.GetManyAsync([.. rows.Select(d => d.AppCredentialId).Distinct()], cancellationToken).ConfigureAwait(false)).Select(a => a.Id).ToHashSet();
        var now = timeProvider.GetUtcNow();
        var possible = rows.Where(d => d.OpenId.Length > 0 && d.Reason != DeliveryReason.InvalidData && apps.Contains(d.AppCredentialId)).ToList();
        possible.ForEach(d => d.Retry(now));
        return possible;
    }

    private Task<IReadOnlyList<DeliveryLog>> CancelRowsAsync(IReadOnlyList<DeliveryLog> rows, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        foreach (var delivery in rows)
        {
            delivery.Cancel(now);
        }

        return Task.FromResult(rows);
    }

    /// <summary>Users who were unknown when their messages were asked for; perhaps some are not any more. One question for each chain of apps.</summary>
    public async Task LookAgainAsync(IReadOnlyList<DeliveryLog> rows, CancellationToken cancellationToken)
    {
        var unknown = rows.Where(d => d is { OpenId.Length: 0, UserId: not null })
            .Select(d => (Delivery: d, Apps: (List<Guid>)[d.AppCredentialId, .. FallbackStep.FromJson(d.Fallbacks).Select(s => s.AppCredentialId)]));
        foreach (var chain in unknown.GroupBy(u => string.Join(',', u.Apps)))
        {
            var known = await recipients.ResolveAsync(
                chain.First().Apps, [.. chain.Select(u => u.Delivery.UserId!).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
            foreach (var (delivery, _) in chain)
            {
                if (known.TryGetValue(delivery.UserId!, out var place))
                {
                    delivery.Address(place.OpenId, place.Step == 0 ? null : place.Step - 1);
                }
            }
        }
    }
}
