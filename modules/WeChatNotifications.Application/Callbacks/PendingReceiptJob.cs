using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Events;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Callbacks;

/// <summary>
/// Looks again for the deliveries of receipts that came before our own record of the send, with growing pauses. What is not found within a
/// day was sent by somebody else.
/// </summary>
internal sealed class PendingReceiptJob(
    IServiceScopeFactory scopes, IAmbientTenant tenant, RefusedDeliveries refused, WeChatNotificationsMetrics metrics, IOptions<CallbackOptions> options, TimeProvider timeProvider,
    ILogger<PendingReceiptJob> logger)
    : IModuleJob
{
    /// <summary>Our own record is a matter of milliseconds.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    private const int Batch = 500;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ];

    public string Name => "callback-receipts";

    public TimeSpan Interval => options.Value.ReceiptInterval;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var seen = 0L;
        while (await ListDueAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } due)
        {
            foreach (var app in due.GroupBy(r => (r.TenantId, r.AppCredentialId)))
            {
                await SettleAsync(app.Key.TenantId, app.Key.AppCredentialId, [.. app], cancellationToken).ConfigureAwait(false);
            }

            seen += due.Count;
            if (due.Count < Batch)
            {
                break;
            }
        }

        return new JobResult(seen);
    }

    private Task<IReadOnlyList<PendingReceipt>> ListDueAsync(CancellationToken cancellationToken)
        => scopes.InScopeAsync(s => s.GetRequiredService<IReceiptStore>().ListDueAsync(timeProvider.GetUtcNow(), Batch, cancellationToken));

    private async Task SettleAsync(Guid? tenantId, Guid appCredentialId, List<PendingReceipt> kept, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        using var bound = tenant.Change(tenantId);
        var outcomes = await scopes.InScopeAsync(s => s.GetRequiredService<IOutcomeTeller>().RecordAsync(
            () => s.GetRequiredService<IReceiptStore>().SettleAsync(appCredentialId, kept, r => NextOf(r, now), refused.HandOverAsync, cancellationToken),
            ReceiptOutcome.NewsOf,
            cancellationToken)).ConfigureAwait(false);
        metrics.ReceiptsApplied(outcomes, isRetry: true);
        refused.Wake(outcomes);
        if (kept.Count(r => NextOf(r, now) is null && outcomes.Any(o => o.Delivery is null && o.Receipt == DeliveryReceipt.Of(r))) is > 0 and var givenUp)
        {
            metrics.ReceiptsGivenUp(givenUp);
            CallbackLog.ReceiptsGivenUp(logger, givenUp);
        }
    }

    private static DateTimeOffset? NextOf(PendingReceipt receipt, DateTimeOffset now)
        => now - receipt.At >= DeliveryReceipt.Reach ? null : now + Waits[Math.Min(receipt.Tries, Waits.Length - 1)];
}
