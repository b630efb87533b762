using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Nodes;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Sends what is due for one app and comes back: the engine's work in a piece that somebody else's job queue can carry. Claims, leases,
/// retries and outcomes are the engine's own, so jobs and engines may work on one database at the same time.
/// </summary>
internal sealed class AppDeliveryRun(
    IServiceScopeFactory scopes, IAmbientTenant tenant, IDeliverySignal signal, TenantGates tenants, DeliveryProcessor processor, WeChatNotificationsMetrics metrics, PendingOutcomes pendingOutcomes,
    NodeActivity activity,
    IOptions<DispatchOptions> options, TimeProvider timeProvider, ILoggerFactory loggers)
{
    private readonly DispatchOptions _options = options.Value;
    private readonly ILogger _logger = loggers.CreateLogger<AppDeliveryRun>();

    /// <summary>Sends until nothing more is due, the app is paused, or WeChat is away.</summary>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="cancellationToken">Begins nothing more; what was claimed goes back.</param>
    /// <returns>How many deliveries were claimed.</returns>
    public async Task<int> RunAsync(Guid appCredentialId, CancellationToken cancellationToken)
    {
        using var allTenants = tenant.DisableFilter();
        var apps = await scopes.InScopeAsync(s => s.GetRequiredService<IAppCredentialRepository>().GetManyAsync([appCredentialId], cancellationToken)).ConfigureAwait(false);
        if (apps is not [var app] || !app.IsEnabled || app.IsPausedAt(timeProvider.GetUtcNow()))
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
        }
    }

    private async Task<int> DrainAppAsync(Guid app, AppLane lane, CancellationToken cancellationToken)
    {
        var claimed = 0;
        while (!cancellationToken.IsCancellationRequested && lane.Room is > 0 and var room)
        {
            var now = timeProvider.GetUtcNow();
            var batch = new ClaimedBatch(Guid.NewGuid(), timeProvider, timeProvider.GetTimestamp(), _options.Lease);
            var claim = new DeliveryClaim(app, batch.Token, room, now, now + _options.Lease) { NewestTransactionalFirst = _options.NewestTransactionalFirst };
            var deliveries = await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().ClaimAsync(claim, cancellationToken)).ConfigureAwait(false);
            if (deliveries.Count == 0)
            {
                break;
            }

            claimed += deliveries.Count;
            batch.Add(deliveries.Count);
            lane.Add([.. deliveries.Select(d => new ClaimedDelivery(d, batch))], moreWaits: false);
            await KeepUntilFinishedAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        return claimed;
    }

    private async Task KeepUntilFinishedAsync(ClaimedBatch batch, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var finished = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var wait = Task.Delay(_options.Lease / 4, timeProvider, finished.Token);
            if (await Task.WhenAny(batch.Finished, wait).ConfigureAwait(false) == batch.Finished)
            {
                await finished.CancelAsync().ConfigureAwait(false);
                return;
            }

            if (!cancellationToken.IsCancellationRequested && batch.Holds(TimeSpan.Zero))
            {
                var (timestamp, now) = (timeProvider.GetTimestamp(), timeProvider.GetUtcNow());
                await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().RenewAsync(
                    [batch.Token], now, now + _options.Lease, cancellationToken)).ConfigureAwait(false);
                batch.Renewed(timestamp);
            }
        }
    }
}
