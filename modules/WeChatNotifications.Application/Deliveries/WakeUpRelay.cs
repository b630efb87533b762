using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Ties this process' wake-ups to those of the others that work on the same databases: listens in each, and tells what only they can do.
/// Nobody waits for it, and what it loses is found by the next look into the database.
/// </summary>
internal sealed partial class WakeUpRelay(
    IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, DeliverySignal signal, WakeUpOutbox outbox, IOptions<DispatchOptions> options,
    TimeProvider timeProvider, ILogger<WakeUpRelay> logger)
    : BackgroundService
{
    /// <summary>How long what is to be told waits for company after something was told.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => options.Value.NotifyOtherProcesses
            ? Task.WhenAll(
                TellAsync(stoppingToken),
                new PartitionFollower(
                    partitions, options.Value.PartitionInterval, options.Value.PollInterval, timeProvider,
                    exception => DeliveryEngineLog.Fault(logger, "looking for databases to listen in", exception)).RunAsync(ListenAsync, stoppingToken))
            : Task.CompletedTask;

    private async Task ListenAsync(DeliveryPartition partition, CancellationToken stoppingToken)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        await Task.Yield();
        var address = partition.TenantId is null ? options.Value.WakeUpConnectionString : null;
        var rest = ShortestRest;
        var isLost = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var isSupported = await scopes.InScopeAsync(async s =>
                {
                    var channel = s.GetRequiredService<IWakeUpChannel>();
                    await channel.ListenAsync(address, Heard, stoppingToken).ConfigureAwait(false);
                    return channel.IsSupported;
                }).ConfigureAwait(false);
                if (!isSupported)
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested && !isLost)
                {
                    isLost = true;
                    LogLost(logger, partition.Name, exception);
                }
            }

            // Not all nodes at once, where the database has just come back.
            var wait = rest * (0.5 + Random.Shared.NextDouble());
            rest = TimeSpan.FromTicks(Math.Min(rest.Ticks * 2, LongestRest.Ticks));
            await Task.Delay(wait, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Heard(WakeUp wakeUp)
        {
            if (wakeUp.Kind == WakeUpKind.Everything)
            {
                if (isLost)
                {
                    LogBack(logger, partition.Name);
                }

                (rest, isLost) = (ShortestRest, false);
            }

            if (wakeUp.Sender != outbox.Sender)
            {
                signal.Heard(wakeUp);
            }
        }
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await outbox.WaitAsync(stoppingToken).ConfigureAwait(false);
                foreach (var words in await ByPartitionAsync(stoppingToken).ConfigureAwait(false))
                {
                    using var bound = tenant.Change(words.Key);
                    await scopes.InScopeAsync(async s =>
                    {
                        await s.GetRequiredService<IWakeUpChannel>().SendAsync([.. words], stoppingToken).ConfigureAwait(false);
                        return true;
                    }).ConfigureAwait(false);
                }

                await Task.Delay(Linger, timeProvider, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    return;
                }

                // The others find it when they look; and so does nobody have to keep it.
                LogNotTold(logger, exception);
                await Task.Delay(options.Value.PollInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>What there is to tell, by the tenant whose flow finds the database: a tenant without one of its own is in the host's.</summary>
    private async Task<ILookup<Guid?, WakeUp>> ByPartitionAsync(CancellationToken cancellationToken)
    {
        var words = outbox.Take();
        var own = (await partitions.GetAsync(cancellationToken).ConfigureAwait(false)).Select(p => p.TenantId).ToHashSet();
        return words.SelectMany(g => g.Select(word => (Tenant: own.Contains(g.Key) ? g.Key : null, Word: word))).Distinct().ToLookup(w => w.Tenant, w => w.Word);
    }

    [LoggerMessage(1301, LogLevel.Warning, "Wake-ups of other processes do not come through from database {Database}; until they do, their work is found by looking for it")]
    private static partial void LogLost(ILogger logger, string database, Exception exception);

    [LoggerMessage(1302, LogLevel.Information, "Wake-ups of other processes come through again from database {Database}")]
    private static partial void LogBack(ILogger logger, string database);

    [LoggerMessage(1303, LogLevel.Warning, "Other processes could not be told of new work; they find it by looking for it")]
    private static partial void LogNotTold(ILogger logger, Exception exception);
}
