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
/// The engine's work for one database in bounded pieces, where somebody else says which app has work: a ticket, or a job of the host's. Lanes,
/// claims, leases and outcomes are the engine's own, so that piecework and engines may share a database. A lane is filled again when it is
/// half empty, and the next piece of an app may begin while the last one's messages are still on their way: no worker waits for a batch.
/// </summary>
internal sealed class DeliveryPiecework(
    IServiceScopeFactory scopes, TenantGates tenants, DeliveryProcessor processor, DeliveryRecorder recorder, DatabaseActivity activity, DispatchOptions options,
    TimeProvider timeProvider, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan SettingsFreshness = TimeSpan.FromSeconds(5);

    /// <summary>How soon a full lane is looked at again if it does not call by itself.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, PieceworkApp> _apps = new();
    private readonly HeldClaims _claims = new();
    private readonly BroadcastWatch _broadcasts = new(scopes, timeProvider, logger);
    private readonly CancellationTokenSource _abortCalls = new();

    /// <summary>Claimed deliveries that went back to the queue unsent.</summary>
    public int Released => _apps.Values.Sum(app => app.Events.ReleasedCount);

    /// <summary>Outcomes that are not recorded yet.</summary>
    public int Unrecorded => recorder.Pending;

    /// <inheritdoc />
    public void Dispose()
    {
        _abortCalls.Dispose();
        _broadcasts.Dispose();
    }

    /// <summary>Records outcomes and keeps leases until it shall stop, and then finishes what is in flight. Pieces need it to run.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var giveUp = new CancellationTokenSource();
        var recording = recorder.RunAsync(giveUp.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Lease / 4, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
            {
                await KeepAsync(stoppingToken).ConfigureAwait(false);
            }
        }

        await DrainAsync(recording, giveUp).ConfigureAwait(false);
    }

    /// <summary>Claims and begins to send what is due for an app, up to a limit.</summary>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="limit">How much.</param>
    /// <param name="cancellationToken">Claims nothing more; what was claimed is sent all the same.</param>
    public async Task<PieceOfWork> BeginAsync(Guid appCredentialId, PieceLimit limit, CancellationToken cancellationToken)
    {
        if (await OpenAsync(appCredentialId, cancellationToken).ConfigureAwait(false) is not { } app)
        {
            return PieceOfWork.Unknown;
        }

        if (!app.TryEnter())
        {
            return PieceOfWork.Joined;
        }

        var piece = new Piece(timeProvider.GetTimestamp());
        try
        {
            await ClaimAsync(appCredentialId, app, limit, piece, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            app.Leave();
            throw;
        }

        return new PieceOfWork(piece.End, piece.Claimed, piece.OnlyMassSendsWait, piece.Finished);
    }

    /// <summary>Takes over changed settings with the next piece instead of some seconds later.</summary>
    public void SettingsChanged(Guid appCredentialId)
    {
        if (_apps.TryGetValue(appCredentialId, out var app))
        {
            app.Inbox.SettingsChanged(appCredentialId);
        }
    }

    private async Task ClaimAsync(Guid id, PieceworkApp app, PieceLimit limit, Piece piece, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = limit.Time - timeProvider.GetElapsedTime(piece.BeganAt);
            if (piece.Claimed >= limit.Deliveries || left <= TimeSpan.Zero)
            {
                piece.EndWith(PieceEnd.HadItsShare, onlyMassSendsWait: !app.Leave() && piece.ReachedMassSends);
                return;
            }

            await RefreshAsync(id, app, cancellationToken).ConfigureAwait(false);
            var isAsked = app.TakeLookAgain();
            var (room, leastUrgent) = app.Lane.Room is > 0 and var all
                ? (all, DeliveryPriority.Bulk)
                : (isAsked ? app.Lane.UrgentRoom : 0, DeliveryPriority.Normal);
            if (room == 0)
            {
                if (!app.Lane.IsBusy)
                {
                    piece.EndWith(PieceEnd.Blocked);
                    app.Leave();
                    return;
                }

                await app.Inbox.WaitAsync(left < LookInterval ? left : LookInterval, timeProvider, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var found = await ClaimAsync(id, app, room, leastUrgent, piece, cancellationToken).ConfigureAwait(false);
            if (EndsWith(app, limit, piece, isFilled: found == room, leastUrgent))
            {
                return;
            }
        }
    }

    private static bool EndsWith(PieceworkApp app, PieceLimit limit, Piece piece, bool isFilled, DeliveryPriority leastUrgent)
    {
        if (leastUrgent < DeliveryPriority.Bulk)
        {
            // Only what is urgent was asked for; what fills the lane goes on.
            return false;
        }

        if (!isFilled)
        {
            if (!app.TryLeave())
            {
                return false;
            }

            piece.EndWith(PieceEnd.Done);
            return true;
        }

        if (limit.StopsAtMassSends && piece.ReachedMassSends)
        {
            piece.EndWith(PieceEnd.HadItsShare, onlyMassSendsWait: !app.Leave());
            return true;
        }

        return false;
    }

    /// <returns>How many were found.</returns>
    private async Task<int> ClaimAsync(Guid id, PieceworkApp app, int room, DeliveryPriority leastUrgent, Piece piece, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var batch = new ClaimedBatch(Guid.NewGuid(), timeProvider, timeProvider.GetTimestamp(), options.Lease);
        var claim = new DeliveryClaim(id, batch.Token, room, now, now + options.Lease, leastUrgent) { NewestTransactionalFirst = options.NewestTransactionalFirst };
        var deliveries = await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().ClaimAsync(claim, cancellationToken)).ConfigureAwait(false);
        if (deliveries.Count > 0)
        {
            batch.Add(deliveries.Count);
            _claims.Add(batch);
            piece.Add(batch, deliveries);
            app.Lane.Add(
                [.. deliveries.Select(d => new ClaimedDelivery(d, batch))], moreWaits: deliveries.Count == room, onlyUrgent: leastUrgent < DeliveryPriority.Bulk);
        }

        return deliveries.Count;
    }

    /// <summary>The app with settings of the last few seconds; null when this database does not have it.</summary>
    private async Task<PieceworkApp?> OpenAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_apps.TryGetValue(id, out var known))
        {
            await RefreshAsync(id, known, cancellationToken).ConfigureAwait(false);
            return known;
        }

        var askedAt = timeProvider.GetTimestamp();
        if (await ReadAsync(id, cancellationToken).ConfigureAwait(false) is not var (settings, quietHours))
        {
            return null;
        }

        await tenants.RefreshAsync([settings.TenantId], cancellationToken).ConfigureAwait(false);
        var app = _apps.GetOrAdd(id, _ =>
        {
            var inbox = new SignalInbox();
            var events = new LaneEvents(inbox, scopes, logger);
            var lane = new AppLane(
                settings, tenants.Of(settings.TenantId), tenants.Ledgers, processor, recorder, _broadcasts, events, activity, options, timeProvider, logger, _abortCalls.Token);
            return new PieceworkApp(lane, inbox, events);
        });
        app.Update(settings, quietHours, askedAt, timeProvider.GetUtcNow());
        return app;
    }

    private async Task RefreshAsync(Guid id, PieceworkApp app, CancellationToken cancellationToken)
    {
        await tenants.RefreshAsync([app.Lane.TenantId], cancellationToken).ConfigureAwait(false);
        app.Inbox.TakeApps();
        var askedAt = timeProvider.GetTimestamp();
        if (app.Inbox.TakeChanged().Count == 0 && !app.Lane.IsPaused && timeProvider.GetElapsedTime(app.Lane.SettingsReadAt) < SettingsFreshness)
        {
            return;
        }

        if (await ReadAsync(id, cancellationToken).ConfigureAwait(false) is var (settings, quietHours))
        {
            app.Update(settings, quietHours, askedAt, timeProvider.GetUtcNow());
        }
    }

    private Task<(AppCredential Settings, IReadOnlyDictionary<Guid, QuietHours> QuietHours)?> ReadAsync(Guid id, CancellationToken cancellationToken)
        => scopes.InScopeAsync<(AppCredential, IReadOnlyDictionary<Guid, QuietHours>)?>(async s =>
            await s.GetRequiredService<IAppCredentialRepository>().GetManyAsync([id], cancellationToken).ConfigureAwait(false) is [var settings]
                ? (settings, await s.GetRequiredService<IMessageTemplateRepository>().GetQuietHoursAsync([id], cancellationToken).ConfigureAwait(false))
                : null);

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (_apps.Values.Sum(app => app.Events.TakeLapsed()) is > 0 and var lapsed)
        {
            DeliveryEngineLog.LeaseLapsed(logger, lapsed);
        }

        try
        {
            await _claims.RenewAsync(scopes, options.Lease, timeProvider, cancellationToken).ConfigureAwait(false);
            if (options.TakesBackLapsedClaims && recorder.Pending <= options.RecordBatch)
            {
                var reaped = await scopes.InScopeAsync(s => s.GetRequiredService<LapsedDeliveries>().TakeBackAsync(
                    timeProvider.GetUtcNow(), options.MaxAttempts, options.Lease, cancellationToken)).ConfigureAwait(false);
                if (reaped.Total > 0)
                {
                    DeliveryEngineLog.Reaped(logger, reaped.Requeued, reaped.Held, reaped.Failed);
                }
            }
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                DeliveryEngineLog.Fault(logger, "keeping leases", exception);
            }
        }
    }

    private async Task DrainAsync(Task recording, CancellationTokenSource giveUp)
    {
        using var limit = new CancellationTokenSource(options.DrainTimeout, timeProvider);
        await using (limit.Token.Register(_abortCalls.Cancel).ConfigureAwait(false))
        {
            await Task.WhenAll(_apps.Values.Select(app => app.Lane.StopAsync())).ConfigureAwait(false);
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

        await tenants.ReturnAllAsync(_apps.Values.Select(app => app.Lane.TenantId)).ConfigureAwait(false);
    }

    private sealed class Piece(long beganAt)
    {
        private readonly List<Task> _batches = [];

        public long BeganAt => beganAt;

        public int Claimed { get; private set; }

        /// <summary>Whether the last claim went down to mass sends: what is more urgent comes first, so there was no more of it.</summary>
        public bool ReachedMassSends { get; private set; }

        public PieceEnd End { get; private set; }

        public bool OnlyMassSendsWait { get; private set; }

        public Task Finished => Task.WhenAll(_batches);

        public void Add(ClaimedBatch batch, IReadOnlyList<DeliveryLog> deliveries)
        {
            Claimed += deliveries.Count;
            ReachedMassSends = deliveries[^1].Priority == DeliveryPriority.Bulk;
            _batches.Add(batch.Finished);
        }

        public void EndWith(PieceEnd end, bool onlyMassSendsWait = false) => (End, OnlyMassSendsWait) = (end, onlyMassSendsWait);
    }
}
