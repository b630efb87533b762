using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.Callbacks;

/// <summary>Forgets what arrived so long ago that nobody sends it again, in small steps.</summary>
internal sealed class InboxPurgeJob(IServiceScopeFactory scopes, IOptions<CallbackOptions> options, TimeProvider timeProvider)
    : IModuleJob
{
    private const int Batch = 5_000;

    public string Name => "callback-inbox";

    public TimeSpan Interval => options.Value.PurgeInterval;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var before = timeProvider.GetUtcNow() - options.Value.InboxRetention;
        var sum = 0L;
        int forgotten;
        do
        {
            forgotten = await scopes.InScopeAsync(s => s.GetRequiredService<IInbox>().ForgetAsync(before, Batch, cancellationToken)).ConfigureAwait(false);
            sum += forgotten;
        }
        while (forgotten == Batch);

        return new JobResult(sum);
    }
}
