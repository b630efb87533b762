using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.RabbitMq.Deliveries;

/// <summary>
/// Looks for due work that nobody has given a ticket: because its time has come, because it is tried again, or because a ticket was lost. With a
/// broker one node of the cluster looks and issues tickets; without one every node does the work itself.
/// </summary>
internal sealed partial class TicketSweep(
    IServiceScopeFactory scopes, TicketOffice office, LinkState link, IOptions<RabbitMqOptions> options, TimeProvider timeProvider, ILogger<TicketSweep> logger)
{
    /// <summary>Name of the lease of the node that looks.</summary>
    private const string LeaseName = "rabbitmq-tickets";

    private readonly RabbitMqOptions _options = options.Value;
    private readonly Guid _holder = Guid.NewGuid();

    private TimeSpan Lease => _options.SweepInterval * 3;

    /// <summary>Looks until it shall stop, in the database of the present flow.</summary>
    /// <param name="partition">The database.</param>
    /// <param name="workshop">Where work is done without a broker.</param>
    /// <param name="inbox">Wakes it, and says whose settings changed.</param>
    /// <param name="stoppingToken">Stops it.</param>
    public async Task RunAsync(DeliveryPartition partition, Workshop workshop, SignalInbox inbox, CancellationToken stoppingToken)
    {
        var pacing = new TicketPacing(_options.SweepInterval, _options.SweepCap, timeProvider);
        var direct = new DirectWork();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = _options.SweepInterval;
            try
            {
                wait = await LookAsync(partition, workshop, pacing, direct, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    LogFault(logger, partition.Name, exception);
                }
            }

            await inbox.WaitAsync(wait, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            inbox.TakeApps();
            foreach (var changed in inbox.TakeChanged())
            {
                workshop.SettingsChanged(changed);
            }
        }

        await Task.WhenAll(direct.Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LetGoAsync().ConfigureAwait(false);
    }

    /// <returns>How soon to look again.</returns>
    private async Task<TimeSpan> LookAsync(
        DeliveryPartition partition, Workshop workshop, TicketPacing pacing, DirectWork direct, CancellationToken stoppingToken)
    {
        if (link.DownFor is { } down)
        {
            if (down < _options.FallbackAfter)
            {
                return _options.FallbackAfter - down < _options.SweepInterval ? _options.FallbackAfter - down : _options.SweepInterval;
            }

            direct.Running.RemoveAll(t => t.IsCompleted);
            foreach (var app in await FindAsync(stoppingToken).ConfigureAwait(false))
            {
                if (direct.Apps.TryAdd(app, true))
                {
                    direct.Running.Add(WorkAsync(app, workshop, direct, stoppingToken));
                }
            }

            return _options.SweepInterval;
        }

        var now = timeProvider.GetUtcNow();
        if (!await scopes.InScopeAsync(s => s.GetRequiredService<ILeaseStore>().TryAcquireAsync(LeaseName, _holder, now, now + Lease, stoppingToken)).ConfigureAwait(false))
        {
            // Another node looks. What it has learned of the apps' pace is not ours.
            pacing.Forget();
            return Lease / 2;
        }

        foreach (var app in pacing.Choose(await FindAsync(stoppingToken).ConfigureAwait(false)))
        {
            office.Issue(new Ticket(app, partition.TenantId, IsMass: false));
        }

        return _options.SweepInterval;
    }

    private Task<IReadOnlyList<Guid>> FindAsync(CancellationToken cancellationToken)
        => scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryQueue>().FindAppsWithWorkAsync(timeProvider.GetUtcNow(), cancellationToken));

    /// <summary>Does an app's work here, as long as there is no broker to share it out.</summary>
    private async Task WorkAsync(Guid app, Workshop workshop, DirectWork direct, CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            PieceOfWork piece;
            do
            {
                piece = await workshop.BeginAsync(app, new PieceLimit(_options.PieceSize, _options.PieceTime, StopsAtMassSends: false), stoppingToken).ConfigureAwait(false);
            }
            while (piece.End == PieceEnd.HadItsShare && !link.IsConnected);

            if (piece.End == PieceEnd.HadItsShare)
            {
                office.Issue(new Ticket(app, Tenant: null, piece.OnlyMassSendsWait));
            }
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, app, exception);
            }
        }
        finally
        {
            direct.Apps.TryRemove(app, out _);
        }
    }

    private async Task LetGoAsync()
    {
        try
        {
            await scopes.InScopeAsync(async s =>
            {
                await s.GetRequiredService<ILeaseStore>().ReleaseAsync(LeaseName, _holder, CancellationToken.None).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It lapses by itself.
            LogNotReleased(logger, exception);
        }
    }

    /// <summary>Work that this node does without a broker.</summary>
    private sealed class DirectWork
    {
        /// <summary>Apps that are worked on.</summary>
        public ConcurrentDictionary<Guid, bool> Apps { get; } = new();

        /// <summary>The tasks that do it.</summary>
        public List<Task> Running { get; } = [];
    }

    [LoggerMessage(6031, LogLevel.Error, "Looking for due work without a ticket failed in database {Database}; it goes on")]
    private static partial void LogFault(ILogger logger, string database, Exception exception);

    [LoggerMessage(6032, LogLevel.Error, "The work of app {App} met a fault without the broker; the next look tries again")]
    private static partial void LogFailed(ILogger logger, Guid app, Exception exception);

    [LoggerMessage(6033, LogLevel.Information, "The lease of the look for due work was not let go; it lapses")]
    private static partial void LogNotReleased(ILogger logger, Exception exception);
}
