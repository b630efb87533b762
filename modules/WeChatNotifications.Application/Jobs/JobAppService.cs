using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Jobs;

internal sealed class JobAppService(
    IEnumerable<IModuleJob> jobs, IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, JobRequests requests, IModuleTexts texts,
    TimeProvider timeProvider)
    : IJobAppService
{
    private readonly Dictionary<string, IModuleJob> _jobs = jobs.ToDictionary(j => j.Name, StringComparer.Ordinal);

    public Task<IReadOnlyList<JobDto>> ListAsync(CancellationToken cancellationToken = default) => ListAsync(static _ => true, cancellationToken);

    public async Task<IReadOnlyList<JobDto>> RunAsync(string name, CancellationToken cancellationToken = default)
    {
        if (!_jobs.ContainsKey(name))
        {
            throw new EntityNotFoundException(nameof(JobState), name);
        }

        var now = timeProvider.GetUtcNow();
        foreach (var partition in await partitions.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            await InAsync(partition, async store =>
            {
                await store.ChangeAsync(name, state => state.Request(now), cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }

        var standing = await ListAsync(job => job == name, cancellationToken).ConfigureAwait(false);
        requests.Wake();
        return standing;
    }

    private async Task<IReadOnlyList<JobDto>> ListAsync(Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        var result = new List<JobDto>();
        foreach (var partition in await partitions.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            var now = timeProvider.GetUtcNow();
            var known = (await InAsync(partition, store => store.ListAsync(now, cancellationToken)).ConfigureAwait(false))
                .ToDictionary(j => j.State.Name, StringComparer.Ordinal);
            result.AddRange(_jobs.Keys.Append(LapsedClaims.JobName).Where(isWanted).Order(StringComparer.Ordinal)
                .Select(name => ToDto(partition, name, known.GetValueOrDefault(name))));
        }

        return result;
    }

    /// <summary>Works as that database's flow; the host's own people see all.</summary>
    private async Task<T> InAsync<T>(DeliveryPartition partition, Func<IJobStateStore, Task<T>> use)
    {
        using var bound = tenant.Change(partition.TenantId);
        return await scopes.InScopeAsync(s => use(s.GetRequiredService<IJobStateStore>())).ConfigureAwait(false);
    }

    private JobDto ToDto(DeliveryPartition partition, string name, JobStanding? standing)
    {
        var (job, state) = (_jobs.GetValueOrDefault(name), standing?.State);
        var hasEnded = state?.LastFinishedAt >= state?.LastStartedAt;
        return new JobDto
        {
            Name = name,
            Description = texts.Get("Job:" + name),
            Database = partition.Name,
            Interval = job?.Interval,
            CanRun = job is not null,
            IsRunning = standing?.IsRunning ?? false,
            LastStartedAt = state?.LastStartedAt,
            LastFinishedAt = state?.LastFinishedAt,
            LastDuration = hasEnded ? (long)(state!.LastFinishedAt!.Value - state.LastStartedAt!.Value).TotalMilliseconds : null,
            LastCount = state?.LastCount,
            LastNote = state?.LastNote,
            LastError = state?.LastError,
            Runs = state?.Runs ?? 0,
            Failures = state?.Failures ?? 0,
            Node = state?.Node,
            NextDueAt = state?.NextDueAt,
            RunRequestedAt = state?.RunRequestedAt,
        };
    }
}
