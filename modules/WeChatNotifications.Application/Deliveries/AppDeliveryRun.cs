using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Nodes;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Sends what is due for one app and comes back: piecework that somebody else's job queue can carry, which gives no more than a call. Jobs,
/// tickets and engines may work on one database at the same time.
/// </summary>
internal sealed class AppDeliveryRun(
    IServiceScopeFactory scopes, IAmbientTenant tenant, IDeliverySignal signal, TenantGates tenants, DeliveryProcessor processor, WeChatNotificationsMetrics metrics, PendingOutcomes pendingOutcomes,
    NodeActivity activity, IOptions<DispatchOptions> options, TimeProvider timeProvider, ILoggerFactory loggers)
{
    private static readonly PieceLimit Share = new(Deliveries: 100_000, TimeSpan.FromSeconds(30), StopsAtMassSends: false);

    private readonly ILogger _logger = loggers.CreateLogger<AppDeliveryRun>();

    /// <summary>Sends until nothing more is due, the app is paused, or WeChat is away.</summary>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="cancellationToken">Begins nothing more; what was claimed goes back.</param>
    /// <returns>How many deliveries were claimed.</returns>
    public async Task<int> RunAsync(Guid appCredentialId, CancellationToken cancellationToken)
    {
        using var allTenants = tenant.DisableFilter();
        var recorder = new DeliveryRecorder(scopes, signal, metrics, pendingOutcomes, options, timeProvider, loggers.CreateLogger<DeliveryRecorder>());

        // Whoever runs the job takes back lapsed claims elsewhere: a run is over too soon for it.
        var dispatch = options.Value.WithoutTakingBack();
        using var piecework = new DeliveryPiecework(scopes, tenants, processor, recorder, activity.Of(tenant.Id), dispatch, timeProvider, _logger);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = piecework.RunAsync(done.Token);
        try
        {
            return await DrainAppAsync(piecework, appCredentialId, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }

    private static async Task<int> DrainAppAsync(DeliveryPiecework piecework, Guid app, CancellationToken cancellationToken)
    {
        var (claimed, finished) = (0, Task.CompletedTask);
        while (true)
        {
            var piece = await piecework.BeginAsync(app, Share, cancellationToken).ConfigureAwait(false);
            claimed += piece.Claimed;
            finished = Task.WhenAll(finished, piece.Finished);
            if (piece.End != PieceEnd.HadItsShare)
            {
                // What is tried again at once is due when the others are finished.
                await finished.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (piece.Claimed == 0 || piece.End != PieceEnd.Done)
                {
                    return claimed;
                }
            }
        }
    }
}
