using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.EntityFrameworkCore.Statistics;

/// <summary>What many deliveries, none of which has an outcome yet, are to end as.</summary>
/// <param name="Status">A final state.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="Error">What is said about it; null leaves what the last attempt said.</param>
internal sealed record DeliveryEnd(DeliveryStatus Status, DeliveryReason Reason, DateTimeOffset At, DeliveryError? Error = null);

/// <summary>Ends many deliveries by a few statements, and counts them.</summary>
internal static class DeliveryEnds
{
    /// <summary>
    /// Ends deliveries that are <see cref="DeliveryStatus.Pending"/> or <see cref="DeliveryStatus.Sending"/>, in the transaction that runs
    /// or in one of its own.
    /// </summary>
    /// <param name="context">The database.</param>
    /// <param name="rows">Which, by their own columns only: what others cannot change while we hold the rows.</param>
    /// <param name="chosen">Those of them that are to be ended, by whatever condition; the same for all.</param>
    /// <param name="end">What they end as.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>How many.</returns>
    public static Task<int> EndAsync(
        this DbContext context, IQueryable<DeliveryLog> rows, IQueryable<DeliveryLog> chosen, DeliveryEnd end, CancellationToken cancellationToken)
        => context.Database.InTransactionAsync(
            async token =>
            {
                // Marked first: what is counted is then exactly what is ended, whoever claims or enqueues meanwhile.
                var mark = (Guid?)Guid.NewGuid();
                if (await chosen.ExecuteUpdateAsync(d => d.SetProperty(x => x.ClaimToken, mark), token).ConfigureAwait(false) == 0)
                {
                    return 0;
                }

                var marked = rows.Where(d => d.ClaimToken == mark);
                await context.InsertAsync(await CountAsync(marked, end, token).ConfigureAwait(false), token).ConfigureAwait(false);
                return await FinishAsync(marked, end, token).ConfigureAwait(false);
            },
            cancellationToken);

    private static async Task<IReadOnlyList<DeliveryTally>> CountAsync(IQueryable<DeliveryLog> marked, DeliveryEnd end, CancellationToken cancellationToken)
    {
        var groups = await marked
            .GroupBy(d => new { d.TenantId, d.AppCredentialId, d.TemplateName, d.BroadcastId, d.ErrorCode })
            .Select(g => new { g.Key, Count = g.LongCount() })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. groups
            .GroupBy(g => new TallyKey(
                g.Key.TenantId, TallyKey.HourOf(end.At), g.Key.AppCredentialId, g.Key.TemplateName, g.Key.BroadcastId, end.Status, end.Reason,
                end.Error is { } error ? error.Code : g.Key.ErrorCode))
            .Select(g => DeliveryTally.Of(g.Key, g.Sum(x => x.Count), end.At))];
    }

    private static Task<int> FinishAsync(IQueryable<DeliveryLog> marked, DeliveryEnd end, CancellationToken cancellationToken)
    {
        var (status, reason, at) = (end.Status, end.Reason, end.At);
        if (end.Error is not { } error)
        {
            return marked.ExecuteUpdateAsync(
                d => d
                    .SetProperty(x => x.Status, status)
                    .SetProperty(x => x.Reason, reason)
                    .SetProperty(x => x.FinishedAt, at)
                    .SetProperty(x => x.ClaimToken, (Guid?)null)
                    .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                cancellationToken);
        }

        return marked.ExecuteUpdateAsync(
            d => d
                .SetProperty(x => x.Status, status)
                .SetProperty(x => x.Reason, reason)
                .SetProperty(x => x.FinishedAt, at)
                .SetProperty(x => x.ErrorCode, error.Code)
                .SetProperty(x => x.ErrorMessage, error.Message)
                .SetProperty(x => x.Rid, error.Rid)
                .SetProperty(x => x.ClaimToken, (Guid?)null)
                .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
    }
}
