using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatNotifications.Callbacks;

/// <summary>Forgets what arrived so long ago that nobody sends it again.</summary>
internal sealed class InboxPurgeJob(IServiceScopeFactory scopes, IOptions<CallbackOptions> options, TimeProvider timeProvider)
{
    private const int Batch = 5_000;

    /// <summary>Forgets all of it in the present database, in small steps.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = timeProvider.GetUtcNow() - options.Value.InboxRetention;
        int forgotten;
        do
        {
            forgotten = await scopes.InScopeAsync(s => s.GetRequiredService<IInbox>().ForgetAsync(before, Batch, cancellationToken)).ConfigureAwait(false);
        }
        while (forgotten == Batch);
    }
}
