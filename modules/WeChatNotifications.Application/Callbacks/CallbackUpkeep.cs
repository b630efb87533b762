using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Callbacks;

/// <summary>Looks after kept receipts and the inbox in every database. Several nodes may do so at once.</summary>
internal sealed class CallbackUpkeep(
    IDeliveryPartitionSource partitions, PendingReceiptJob receipts, InboxPurgeJob inbox, IAmbientTenant tenant, IOptions<CallbackOptions> options,
    TimeProvider timeProvider, ILogger<CallbackUpkeep> logger)
    : BackgroundService
{
    private readonly CallbackOptions _options = options.Value;
    private long? _purgedAt;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.ReceiptInterval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await RunAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                CallbackLog.JobFailed(logger, "Looking for databases", DeliveryPartition.Host.Name, exception);
            }
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var purges = _purgedAt is not { } at || timeProvider.GetElapsedTime(at) >= _options.PurgeInterval;
        foreach (var partition in await partitions.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            await RunAsync("Looking for the deliveries of receipts", partition, receipts.RunAsync, cancellationToken).ConfigureAwait(false);
            if (purges)
            {
                await RunAsync("Forgetting old arrivals", partition, inbox.RunAsync, cancellationToken).ConfigureAwait(false);
            }
        }

        _purgedAt = purges ? timeProvider.GetTimestamp() : _purgedAt;
    }

    private async Task RunAsync(string activity, DeliveryPartition partition, Func<CancellationToken, Task> job, CancellationToken cancellationToken)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        try
        {
            await job(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The other databases' turn comes all the same.
            CallbackLog.JobFailed(logger, activity, partition.Name, exception);
        }
    }
}
