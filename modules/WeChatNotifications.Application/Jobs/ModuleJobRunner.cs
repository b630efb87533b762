using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Jobs;

/// <summary>
/// Runs the module's jobs: each in every database at its own pace, under a lease row of that database, so that a cluster does each once
/// per interval. A job that fails or hangs holds up no other, and neither does a database that is away.
/// </summary>
internal sealed partial class ModuleJobRunner(
    IEnumerable<IModuleJob> jobs, IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, IOptions<DispatchOptions> dispatch,
    IOptions<ModuleJobOptions> options, TimeProvider timeProvider, ILogger<ModuleJobRunner> logger)
    : BackgroundService
{
    private readonly Guid _holder = Guid.NewGuid();
    private readonly IReadOnlyList<IModuleJob> _jobs = [.. jobs];

    /// <summary>Runs a job once in the database of the present flow, if no other node has done so within its interval.</summary>
    /// <returns>Whether it was run.</returns>
    public async Task<bool> RunOnceAsync(IModuleJob job, CancellationToken cancellationToken)
    {
        var name = LeaseNames.JobPrefix + job.Name;
        var started = timeProvider.GetUtcNow();
        if (!await TakeLeaseAsync(name, started + job.Lease, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepLeaseAsync(job, running);
        try
        {
            await job.RunAsync(running.Token).ConfigureAwait(false);
        }
        finally
        {
            await running.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Others wait out the interval too; a stopping node leaves the rest of it to them.
            var until = cancellationToken.IsCancellationRequested ? DateTimeOffset.MinValue : started + job.Interval;
            await LetGoAsync(name, until).ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => options.Value.IsEnabled
            ? new PartitionFollower(
                partitions, dispatch.Value.PartitionInterval, dispatch.Value.PollInterval, timeProvider,
                exception => LogFault(logger, "looking for databases", exception)).RunAsync(
                (partition, token) => Task.WhenAll(_jobs.Select(job => LoopAsync(partition, job, token))), stoppingToken)
            : Task.CompletedTask;

    private async Task LoopAsync(DeliveryPartition partition, IModuleJob job, CancellationToken stoppingToken)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();

        // Before anything else of the loop, so that a job which begins by computing does not hold up the start of the host.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(job, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    LogFault(logger, $"running {job.Name} in database {partition.Name}", exception);
                }
            }

            await Task.Delay(job.Interval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Prolongs the lease while the job runs, and stops the job when another node has taken it.</summary>
    private async Task KeepLeaseAsync(IModuleJob job, CancellationTokenSource running)
    {
        var name = LeaseNames.JobPrefix + job.Name;
        while (!running.IsCancellationRequested)
        {
            await Task.Delay(job.Lease / 3, timeProvider, running.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (running.IsCancellationRequested)
            {
                return;
            }

            bool ours;
            try
            {
                ours = await TakeLeaseAsync(name, timeProvider.GetUtcNow() + job.Lease, running.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!running.IsCancellationRequested)
            {
                // The database is away: two more tries fit into the lease, and the job meets the same trouble.
                LogFault(logger, "keeping the lease of " + name, exception);
                continue;
            }

            if (!ours)
            {
                await running.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task LetGoAsync(string name, DateTimeOffset until)
    {
        try
        {
            await scopes.InScopeAsync(async s =>
            {
                var leases = s.GetRequiredService<ILeaseStore>();
                if (until <= timeProvider.GetUtcNow())
                {
                    await leases.ReleaseAsync(name, _holder, CancellationToken.None).ConfigureAwait(false);
                    return true;
                }

                return await leases.TryAcquireAsync(name, _holder, timeProvider.GetUtcNow(), until, CancellationToken.None).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It lapses by itself.
            LogFault(logger, "letting go the lease of " + name, exception);
        }
    }

    private Task<bool> TakeLeaseAsync(string name, DateTimeOffset until, CancellationToken cancellationToken)
        => scopes.InScopeAsync(s => s.GetRequiredService<ILeaseStore>().TryAcquireAsync(name, _holder, timeProvider.GetUtcNow(), until, cancellationToken));

    [LoggerMessage(1201, LogLevel.Error, "The module's jobs met a fault while {Activity}; they go on")]
    private static partial void LogFault(ILogger logger, string activity, Exception exception);
}
