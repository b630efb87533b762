using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Nodes;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Jobs;

/// <summary>
/// Runs the module's jobs: each in every database at its own pace, under a lease row of that database, so that a cluster does each once
/// per interval, or when somebody asks for it. A job that fails or hangs holds up no other, and neither does a database that is away.
/// </summary>
internal sealed partial class ModuleJobRunner(
    IEnumerable<IModuleJob> jobs, IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, JobReports reports, JobRequests requests, NodeActivity activity,
    IOptions<DispatchOptions> dispatch, IOptions<ModuleJobOptions> options, TimeProvider timeProvider, ILogger<ModuleJobRunner> logger)
    : BackgroundService
{
    private readonly Guid _holder = activity.LeaseHolder;
    private readonly IReadOnlyList<IModuleJob> _jobs = [.. jobs];

    /// <summary>Runs a job once in the database of the present flow, if no other node has done so within its interval.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="onRequest">Run it before its time is over, if somebody still asks for that and no node runs it.</param>
    /// <returns>Whether it was run.</returns>
    public async Task<bool> RunOnceAsync(IModuleJob job, CancellationToken cancellationToken, bool onRequest = false)
    {
        var name = LeaseNames.JobPrefix + job.Name;
        var started = timeProvider.GetUtcNow();
        if (!await (onRequest ? TakeOnRequestAsync(job, started, cancellationToken) : TakeLeaseAsync(name, started + job.Lease, cancellationToken)).ConfigureAwait(false))
        {
            return false;
        }

        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepLeaseAsync(job, running);
        JobResult? result = null;
        var error = "It was stopped.";
        try
        {
            await reports.BeganAsync(job.Name, running.Token).ConfigureAwait(false);
            result = await job.RunAsync(running.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!running.IsCancellationRequested)
        {
            error = $"{exception.GetType().Name}: {exception.Message}";
            throw;
        }
        finally
        {
            var isStillOurs = cancellationToken.IsCancellationRequested || !running.IsCancellationRequested;
            await running.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (isStillOurs)
            {
                await EndAsync(job, result, result is null ? error : null, cancellationToken.IsCancellationRequested ? null : started + job.Interval).ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => options.Value.IsEnabled
            ? new PartitionFollower(
                partitions, dispatch.Value.PartitionInterval, dispatch.Value.PollInterval, timeProvider,
                exception => LogFault(logger, "looking for databases", exception)).RunAsync(RunAsync, stoppingToken)
            : Task.CompletedTask;

    private Task RunAsync(DeliveryPartition partition, CancellationToken stoppingToken)
    {
        var bells = _jobs.ToDictionary(j => j.Name, _ => new JobBell(), StringComparer.Ordinal);
        return Task.WhenAll([.. _jobs.Select(job => LoopAsync(partition, job, bells[job.Name], stoppingToken)), WatchAsync(partition, bells, stoppingToken)]);
    }

    private async Task LoopAsync(DeliveryPartition partition, IModuleJob job, JobBell bell, CancellationToken stoppingToken)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();

        // Before anything else of the loop, so that a job which begins by computing does not hold up the start of the host.
        await Task.Yield();
        var onRequest = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(job, stoppingToken, onRequest).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    LogFault(logger, $"running {job.Name} in database {partition.Name}", exception);
                }
            }

            onRequest = await bell.WaitAsync(job.Interval, timeProvider, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Wakes the jobs that somebody asks for, on whatever node that is.</summary>
    private async Task WatchAsync(DeliveryPartition partition, Dictionary<string, JobBell> bells, CancellationToken stoppingToken)
    {
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        var own = new JobBell();
        requests.Connect(own);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await own.WaitAsync(JobRequests.LookInterval, timeProvider, stoppingToken).ConfigureAwait(false);
                foreach (var name in await ListRequestedAsync(partition, stoppingToken).ConfigureAwait(false))
                {
                    bells.GetValueOrDefault(name)?.Ring();
                }
            }
        }
        finally
        {
            requests.Disconnect(own);
        }
    }

    private async Task<IReadOnlyList<string>> ListRequestedAsync(DeliveryPartition partition, CancellationToken stoppingToken)
    {
        try
        {
            return await reports.ListRequestedAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                LogFault(logger, $"looking for requests in database {partition.Name}", exception);
            }

            return [];
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

    /// <summary>Writes down how it ended, and keeps the lease until the next one is due: others wait out the interval too.</summary>
    /// <param name="job">The job.</param>
    /// <param name="result">What it did; null when it failed.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="nextDueAt">When it is due again; null at once, by a node that goes on when this one stops.</param>
    private async Task EndAsync(IModuleJob job, JobResult? result, string? error, DateTimeOffset? nextDueAt)
    {
        var (name, now) = (LeaseNames.JobPrefix + job.Name, timeProvider.GetUtcNow());
        var until = nextDueAt > now ? nextDueAt.Value : now;
        try
        {
            await reports.EndedAsync(job.Name, result, error, until, CancellationToken.None).ConfigureAwait(false);
            await scopes.InScopeAsync(async s =>
            {
                var leases = s.GetRequiredService<ILeaseStore>();
                if (until == now)
                {
                    await leases.ReleaseAsync(name, _holder, CancellationToken.None).ConfigureAwait(false);
                    return true;
                }

                return await leases.TryAcquireAsync(name, _holder, now, until, CancellationToken.None).ConfigureAwait(false);
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

    /// <summary>Takes the lease of a job that rests. Of several nodes that were asked one gets it, and later ones see that nobody asks any more.</summary>
    private async Task<bool> TakeOnRequestAsync(IModuleJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (name, until) = (LeaseNames.JobPrefix + job.Name, now + job.Lease);
        if (await reports.FindAsync(job.Name, cancellationToken).ConfigureAwait(false) is not { RunRequestedAt: not null } state)
        {
            return false;
        }

        return state.NextDueAt is { } rest && rest > now
            ? await scopes.InScopeAsync(s => s.GetRequiredService<ILeaseStore>().TryTakeOverAsync(name, _holder, rest, until, cancellationToken)).ConfigureAwait(false)
            : await TakeLeaseAsync(name, until, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(1201, LogLevel.Error, "The module's jobs met a fault while {Activity}; they go on")]
    private static partial void LogFault(ILogger logger, string activity, Exception exception);
}
