using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Nodes;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// The delivery engine of one node for one database: finds apps with work, claims for each in turn, and keeps the leases. Everything it
/// knows is in the database; it may be killed at any moment.
/// </summary>
internal sealed class DeliveryEngine(
    DeliveryPartition partition, IServiceScopeFactory scopes, SignalInbox signal, DeliverySignal others, TenantGates tenants, DeliveryProcessor processor,
    DeliveryRecorder recorder, NodeActivity activity, DispatchOptions options, TimeProvider timeProvider, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan SettingsFreshness = TimeSpan.FromSeconds(5);

    /// <summary>How long a round of claims may keep a message waiting that overtakes mass sends.</summary>
    private static readonly TimeSpan LongRound = TimeSpan.FromMilliseconds(50);

    private readonly DispatchOptions _options = options;
    private readonly ConcurrentDictionary<Guid, AppLane> _lanes = new();
    private readonly HeldClaims _claims = new();
    private readonly LaneEvents _events = new(signal, scopes, logger);
    private readonly BroadcastWatch _broadcasts = new(scopes, timeProvider, logger);
    private readonly CancellationTokenSource _abortCalls = new();

    /// <summary>Apps that were signalled and are not in this database.</summary>
    private readonly HashSet<Guid> _elsewhere = [];

    private long _lastPoll;

    /// <summary>When the last claim was made, if it took all there was.</summary>
    private long? _smallClaimAt;

    /// <inheritdoc />
    public void Dispose()
    {
        _abortCalls.Dispose();
        _broadcasts.Dispose();
    }

    /// <summary>Works until it shall stop, and then finishes what is in flight.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var giveUp = new CancellationTokenSource();
        DeliveryEngineLog.Started(logger, partition.Name);
        var recording = recorder.RunAsync(giveUp.Token);
        await Task.WhenAll(
            LoopAsync("claiming", ClaimRoundAsync, WaitForWorkAsync, stoppingToken),
            LoopAsync("keeping leases", KeepLeasesAsync, WaitForLeasesAsync, stoppingToken)).ConfigureAwait(false);
        await DrainAsync(recording, giveUp).ConfigureAwait(false);
    }

    private async Task LoopAsync(
        string activity, Func<CancellationToken, Task> work, Func<CancellationToken, Task> wait, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken).ConfigureAwait(false);
                await wait(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                DeliveryEngineLog.Fault(logger, activity, exception);
                await Task.Delay(_options.PollInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        await signal.WaitAsync(_options.PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);

        // A stream of single messages would be claimed one by one, at more cost to the database than the messages themselves.
        // One that comes after a rest, and a backlog, are not held up.
        if (_smallClaimAt is { } at && _options.ClaimLinger - timeProvider.GetElapsedTime(at) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task WaitForLeasesAsync(CancellationToken cancellationToken) => Task.Delay(_options.Lease / 4, timeProvider, cancellationToken);

    /// <summary>Claims for the apps that were signalled, or, when it is time, for all that have work.</summary>
    private async Task ClaimRoundAsync(CancellationToken cancellationToken)
    {
        IReadOnlyCollection<Guid> apps = signal.TakeApps();
        var pollIsDue = signal.TakeLookAround() || _lastPoll == 0 || timeProvider.GetElapsedTime(_lastPoll) >= _options.PollInterval;
        if (pollIsDue || apps.Any(a => _lanes.TryGetValue(a, out var lane) && lane.IsPaused))
        {
            _lastPoll = timeProvider.GetTimestamp();
            _elsewhere.Clear();
            await tenants.ReturnIdleAsync(_lanes.Values.Select(l => l.TenantId), atOnce: false, cancellationToken).ConfigureAwait(false);
            apps = await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().FindAppsWithWorkAsync(timeProvider.GetUtcNow(), cancellationToken)).ConfigureAwait(false);
            foreach (var app in apps)
            {
                _lanes.GetValueOrDefault(app)?.MaySend(_lastPoll);
            }
        }

        await ReadSettingsAsync(apps, cancellationToken).ConfigureAwait(false);
        await tenants.RefreshAsync(_lanes.Where(l => l.Value.IsBusy || apps.Contains(l.Key)).Select(l => l.Value.TenantId), cancellationToken).ConfigureAwait(false);
        await ClaimInTurnAsync(apps, cancellationToken).ConfigureAwait(false);
    }

    private async Task ClaimInTurnAsync(IReadOnlyCollection<Guid> apps, CancellationToken cancellationToken)
    {
        var lookedAt = timeProvider.GetTimestamp();
        foreach (var app in apps)
        {
            if (timeProvider.GetElapsedTime(lookedAt) > LongRound)
            {
                // Many apps with much to claim: what came meanwhile and is urgent does not wait for the end of the round.
                foreach (var arrived in signal.TakeApps())
                {
                    await ClaimAsync(arrived, DeliveryPriority.Normal, cancellationToken).ConfigureAwait(false);
                    signal.WorkArrived(arrived);
                }

                lookedAt = timeProvider.GetTimestamp();
            }

            await ClaimAsync(app, DeliveryPriority.Bulk, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Fills a lane, or, when it is full of mass sends, claims what overtakes them.</summary>
    private Task ClaimAsync(Guid app, DeliveryPriority leastUrgent, CancellationToken cancellationToken)
    {
        if (!_lanes.TryGetValue(app, out var lane))
        {
            return Task.CompletedTask;
        }

        if (leastUrgent == DeliveryPriority.Bulk && lane.Room is > 0 and var room)
        {
            return ClaimAsync(app, lane, room, leastUrgent, cancellationToken);
        }

        if (lane.Overflows)
        {
            others.Overflows(app);
        }

        return lane.UrgentRoom is > 0 and var urgent ? ClaimAsync(app, lane, urgent, DeliveryPriority.Normal, cancellationToken) : Task.CompletedTask;
    }

    private async Task ClaimAsync(Guid app, AppLane lane, int room, DeliveryPriority leastUrgent, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var batch = new ClaimedBatch(Guid.NewGuid(), timeProvider, timeProvider.GetTimestamp(), _options.Lease);
        var claim = new DeliveryClaim(app, batch.Token, room, now, now + _options.Lease, leastUrgent) { NewestTransactionalFirst = _options.NewestTransactionalFirst };
        var deliveries = await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().ClaimAsync(claim, cancellationToken)).ConfigureAwait(false);
        _smallClaimAt = deliveries.Count < room ? timeProvider.GetTimestamp() : null;
        if (deliveries.Count > 0)
        {
            batch.Add(deliveries.Count);
            _claims.Add(batch);
            lane.Add([.. deliveries.Select(d => new ClaimedDelivery(d, batch))], moreWaits: deliveries.Count == room, onlyUrgent: leastUrgent < DeliveryPriority.Bulk);
        }
    }

    /// <summary>Opens lanes for apps that have none yet, and takes over changed settings at once where they were signalled, else every few seconds.</summary>
    private async Task ReadSettingsAsync(IReadOnlyCollection<Guid> apps, CancellationToken cancellationToken)
    {
        var changed = signal.TakeChanged();
        _elsewhere.ExceptWith(changed);
        var wanted = changed
            .Concat(apps.Where(a => !_lanes.ContainsKey(a) && !_elsewhere.Contains(a)))
            .Concat(_lanes.Where(l => (l.Value.IsBusy || apps.Contains(l.Key)) && timeProvider.GetElapsedTime(l.Value.SettingsReadAt) >= SettingsFreshness).Select(l => l.Key))
            .Distinct().ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var (found, quietHours) = await scopes.InScopeAsync(async s => (
            await s.GetRequiredService<IAppCredentialRepository>().GetManyAsync(wanted, cancellationToken).ConfigureAwait(false),
            await s.GetRequiredService<IMessageTemplateRepository>().GetQuietHoursAsync(wanted, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        _elsewhere.UnionWith(wanted.Except(found.Select(a => a.Id)));
        foreach (var app in found)
        {
            if (_lanes.TryGetValue(app.Id, out var lane))
            {
                lane.Update(app, quietHours);
            }
            else if (app.IsEnabled && !app.IsPausedAt(timeProvider.GetUtcNow()))
            {
                lane = new AppLane(
                    app, tenants.Of(app.TenantId), tenants.Ledgers, processor, recorder, _broadcasts, _events, activity.Of(partition.TenantId), _options, timeProvider, logger,
                    _abortCalls.Token);
                lane.Update(app, quietHours);
                _lanes[app.Id] = lane;
            }
        }
    }

    private async Task KeepLeasesAsync(CancellationToken cancellationToken)
    {
        if (_events.TakeLapsed() is > 0 and var lapsed)
        {
            DeliveryEngineLog.LeaseLapsed(logger, lapsed);
        }

        await _claims.RenewAsync(scopes, _options.Lease, timeProvider, cancellationToken).ConfigureAwait(false);
        await ReapAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ReapAsync(CancellationToken cancellationToken)
    {
        if (!_options.TakesBackLapsedClaims || recorder.Pending > _options.RecordBatch)
        {
            // The database was away and we still hold outcomes of our own: those first, or we would take back what is sent.
            return;
        }

        var reaped = await scopes.InScopeAsync(s => s.GetRequiredService<LapsedDeliveries>().TakeBackAsync(timeProvider.GetUtcNow(), _options.MaxAttempts, _options.Lease, cancellationToken)).ConfigureAwait(false);
        if (reaped.Total > 0)
        {
            DeliveryEngineLog.Reaped(logger, reaped.Requeued, reaped.Held, reaped.Failed);
            signal.Wake();
        }
    }

    private async Task DrainAsync(Task recording, CancellationTokenSource giveUp)
    {
        using var limit = new CancellationTokenSource(_options.DrainTimeout, timeProvider);
        await using (limit.Token.Register(_abortCalls.Cancel).ConfigureAwait(false))
        {
            await Task.WhenAll(_lanes.Values.Select(lane => lane.StopAsync())).ConfigureAwait(false);
        }

        recorder.Complete();
        try
        {
            // Outcomes and hand-backs get a little time of their own: without them the next start has to wait for the leases.
            using var lastWrites = new CancellationTokenSource(TimeSpan.FromSeconds(5), timeProvider);
            await recording.WaitAsync(lastWrites.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
            await recording.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await tenants.ReturnAllAsync(_lanes.Values.Select(l => l.TenantId)).ConfigureAwait(false);
        DeliveryEngineLog.Stopped(logger, partition.Name, _events.ReleasedCount, recorder.Pending);
    }
}
