using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Shows the taking back of lapsed claims among the jobs. Engines do it along with their own leases and not as a job: an engine knows
/// whether it holds outcomes that no database has taken yet, and must record those first.
/// </summary>
internal sealed class LapsedClaims(JobReports reports, IAmbientTenant tenant, IOptions<DispatchOptions> options, TimeProvider timeProvider)
{
    /// <summary>The name under which people find it.</summary>
    public const string JobName = "lapsed-claims";

    /// <summary>That often at least, so that people see that it is done; more often would only cost.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>When it was last shown, by the tenant as which the flow finds its database.</summary>
    private readonly ConcurrentDictionary<Guid, long> _shownAt = new();

    /// <summary>Writes down what was found, if it is worth it.</summary>
    public Task ShowAsync(ReapedDeliveries reaped, CancellationToken cancellationToken)
    {
        var database = tenant.Id ?? Guid.Empty;
        if (reaped.Total == 0 && _shownAt.TryGetValue(database, out var at) && timeProvider.GetElapsedTime(at) < Rest)
        {
            return Task.CompletedTask;
        }

        _shownAt[database] = timeProvider.GetTimestamp();
        var note = reaped.Total == 0 ? null : $"{reaped.Requeued} to be sent again, {reaped.Held} held for a person, {reaped.Failed} given up";
        return reports.DoneAsync(JobName, new JobResult(reaped.Total, note), options.Value.Lease / 4, cancellationToken);
    }
}
