using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Nodes;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Sends what is due for one app and comes back: piecework that somebody else's job queue can carry, which gives no more than a call. Jobs,
/// tickets and engines may work on one database at the same time.
/// </summary>
internal sealed class AppDeliveryRun(
    IServiceScopeFactory scopes, IAmbientTenant tenant, IDeliverySignal signal, TenantGates tenants, DeliveryProcessor processor, WeChatNotificationsMetrics metrics, PendingOutcomes pendingOutcomes,
    NodeActivity activity,
    IOptions<DispatchOptions> options, TimeProvider timeProvider, ILoggerFactory loggers)
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
        using var piecework = new DeliveryPiecework(scopes, tenants, processor, recorder, dispatch, timeProvider, _logger);
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

        await tenants.RefreshAsync([app.TenantId], cancellationToken).ConfigureAwait(false);
        var recorder = new DeliveryRecorder(scopes, signal, metrics, pendingOutcomes, options, timeProvider, loggers.CreateLogger<DeliveryRecorder>());
        using var giveUp = new CancellationTokenSource();
        using var abort = new CancellationTokenSource();
        var recording = recorder.RunAsync(giveUp.Token);
        using var broadcasts = new BroadcastWatch(scopes, timeProvider, _logger);
        var lane = new AppLane(
            app, tenants.Of(app.TenantId), tenants.Ledgers, processor, recorder, broadcasts, new LaneEvents(new SignalInbox(), scopes, _logger), activity.Of(tenant.Id), _options,
            timeProvider, _logger, abort.Token);
        lane.Update(
            app,
            await scopes.InScopeAsync(s => s.GetRequiredService<IMessageTemplateRepository>().GetQuietHoursAsync([app.Id], cancellationToken)).ConfigureAwait(false));
        try
        {
            return await DrainAppAsync(app.Id, lane, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            abort.CancelAfter(_options.DrainTimeout);
            await lane.StopAsync().ConfigureAwait(false);
            recorder.Complete();
            giveUp.CancelAfter(_options.DrainTimeout);
            await recording.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await tenants.ReturnIdleAsync([app.TenantId], atOnce: true, CancellationToken.None).ConfigureAwait(false);
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
            var now = timeProvider.GetUtcNow();
            var batch = new ClaimedBatch(Guid.NewGuid(), timeProvider, timeProvider.GetTimestamp(), _options.Lease);
            var claim = new DeliveryClaim(app, batch.Token, room, now, now + _options.Lease) { NewestTransactionalFirst = _options.NewestTransactionalFirst };
            var deliveries = await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().ClaimAsync(claim, cancellationToken)).ConfigureAwait(false);
            if (deliveries.Count == 0)
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
