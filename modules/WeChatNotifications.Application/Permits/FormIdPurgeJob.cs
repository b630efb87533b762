using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.Permits;

/// <summary>Removes form ids that WeChat has forgotten, a batch at a time so that nobody waits for the table.</summary>
internal sealed class FormIdPurgeJob(IServiceScopeFactory scopes, IOptions<PermitOptions> options, TimeProvider timeProvider) : IModuleJob
{
    public string Name => "form-id-purge";

    public TimeSpan Interval => options.Value.PurgeInterval;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var batch = options.Value.PurgeBatch;
        var sum = 0L;
        int removed;
        do
        {
            removed = await scopes.InScopeAsync(s => s.GetRequiredService<IFormIdStore>().PurgeAsync(timeProvider.GetUtcNow(), batch, cancellationToken)).ConfigureAwait(false);
            sum += removed;
        }
        while (removed == batch);

        return new JobResult(sum);
    }
}
