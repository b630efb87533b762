using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;
using WeChatNotifications.Statistics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>Removes old messages, old statistics, and the lists of broadcasts that are over, a batch at a time so that nobody waits for the tables.</summary>
internal sealed class LogRetentionJob(IServiceScopeFactory scopes, IOptions<RetentionOptions> options, TimeProvider timeProvider) : IModuleJob
{
    /// <summary>How long the pace of single minutes stays: more than anybody is shown.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromHours(3);

    public string Name => "log-retention";

    public TimeSpan Interval => options.Value.Interval;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var (now, limits) = (timeProvider.GetUtcNow(), options.Value);
        var own = await scopes.InScopeAsync(p => p.GetRequiredService<ITenantLimits>().ListAsync(cancellationToken)).ConfigureAwait(false);
        var cutoffs = new RetentionCutoffs(
            now - limits.Deliveries,
            own.Where(t => t is { TenantId: not null, LogRetentionDays: not null }).ToDictionary(t => t.TenantId!.Value, t => now - TimeSpan.FromDays(t.LogRetentionDays!.Value)));
        var deliveries = await ForgetDeliveriesAsync(cutoffs, cancellationToken).ConfigureAwait(false);
        var listRows = await RepeatAsync(
            p => p.GetRequiredService<IDeliveryRetentionStore>().ForgetBroadcastListsAsync(now - limits.BroadcastLists, limits.Batch, cancellationToken)).ConfigureAwait(false);
        var statistics = await RepeatAsync(
            p => p.GetRequiredService<IDeliveryStatisticsRepository>().ForgetAsync(now - limits.Statistics, now - Pace, limits.Batch, cancellationToken)).ConfigureAwait(false);
        return new JobResult(deliveries + listRows + statistics, $"{deliveries} messages, {listRows} list rows, {statistics} statistics");
    }

    private async Task<long> ForgetDeliveriesAsync(RetentionCutoffs cutoffs, CancellationToken cancellationToken)
    {
        var sum = 0L;
        RetentionCursor? after = null;
        do
        {
            var step = await scopes.InScopeAsync(
                p => p.GetRequiredService<IDeliveryRetentionStore>().ForgetAsync(after, cutoffs, options.Value.Batch, cancellationToken)).ConfigureAwait(false);
            sum += step.Removed;
            after = step.Next;
        }
        while (after is not null);

        return sum;
    }

    private async Task<long> RepeatAsync(Func<IServiceProvider, Task<int>> forget)
    {
        var sum = 0L;
        int removed;
        do
        {
            removed = await scopes.InScopeAsync(forget).ConfigureAwait(false);
            sum += removed;
        }
        while (removed > 0);

        return sum;
    }
}
