using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.Recipients;

/// <summary>Lets imports of followers go on until they are done or have to wait.</summary>
internal sealed class FollowerImportJob(IServiceScopeFactory scopes, FollowerImportStep step, IOptions<FollowerImportOptions> options, TimeProvider timeProvider) : IModuleJob
{
    private const int MaxImports = 1_000;

    public string Name => "follower-imports";

    public TimeSpan Interval => options.Value.PollInterval;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var due = await scopes.InScopeAsync(
            s => s.GetRequiredService<IFollowerImportRepository>().ListDueAsync(timeProvider.GetUtcNow(), MaxImports, cancellationToken)).ConfigureAwait(false);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.ConcurrentImports, CancellationToken = cancellationToken },
            async (import, token) =>
            {
                while (await step.MakeAsync(import.Id, token).ConfigureAwait(false))
                {
                    token.ThrowIfCancellationRequested();
                }
            }).ConfigureAwait(false);
        return new JobResult(due.Count);
    }
}
