using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.Statistics;

/// <summary>Folds what was counted lately into the statistics, so that queries have little to add up.</summary>
internal sealed class StatisticsRollUpJob(IServiceScopeFactory scopes, IOptions<StatisticsOptions> options, TimeProvider timeProvider) : IModuleJob
{
    public string Name => "statistics-roll-up";

    public TimeSpan Interval => options.Value.RollUpInterval;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var batch = options.Value.RollUpBatch;
        var sum = 0L;
        int folded;
        do
        {
            folded = await scopes.InScopeAsync(
                s => s.GetRequiredService<IDeliveryStatisticsRepository>().FoldAsync(batch, timeProvider.GetUtcNow(), cancellationToken)).ConfigureAwait(false);
            sum += folded;
        }
        while (folded == batch);

        return new JobResult(sum);
    }
}
