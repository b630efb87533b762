using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;
using WeChatNotifications.Rules;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Broadcasts;

/// <summary>Makes the broadcasts of recurring ones when their time has come; each once, however many nodes look.</summary>
internal sealed partial class BroadcastScheduleJob(
    IServiceScopeFactory scopes, IAmbientTenant tenant, IOptions<BroadcastScheduleOptions> options, TimeProvider timeProvider, ILogger<BroadcastScheduleJob> logger) : IModuleJob
{
    private const int MaxSchedules = 1_000;

    public string Name => "schedules";

    public TimeSpan Interval => options.Value.PollInterval;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var due = await scopes.InScopeAsync(
            s => s.GetRequiredService<IBroadcastScheduleRepository>().ListDueAsync(timeProvider.GetUtcNow(), MaxSchedules, cancellationToken)).ConfigureAwait(false);
        var made = 0;
        foreach (var schedule in due)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made += await MakeAsync(schedule, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return new JobResult(made);
    }

    /// <summary>One that cannot be made holds up no other.</summary>
    private async Task<bool> MakeAsync(DueSchedule schedule, CancellationToken cancellationToken)
    {
        using var own = tenant.Change(schedule.TenantId);
        try
        {
            var made = await scopes.InScopeAsync(
                s => s.GetRequiredService<ScheduledBroadcasts>().MakeDueAsync(schedule.Id, cancellationToken)).ConfigureAwait(false);
            if (made is not null)
            {
                LogMade(logger, schedule.Id, made.Id);
            }
            else
            {
                LogNotMade(logger, schedule.Id);
            }

            return made is not null;
        }
        catch (ConflictException)
        {
            // Somebody has changed it, or another node has made the broadcast.
            return false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault(logger, schedule.Id, exception);
            return false;
        }
    }

    [LoggerMessage(6241, LogLevel.Information, "The recurring broadcast {Schedule} has made the broadcast {Broadcast}")]
    private static partial void LogMade(ILogger logger, Guid schedule, Guid broadcast);

    [LoggerMessage(6242, LogLevel.Warning, "The recurring broadcast {Schedule} has made no broadcast at its time; its last error says why")]
    private static partial void LogNotMade(ILogger logger, Guid schedule);

    [LoggerMessage(6243, LogLevel.Error, "The recurring broadcast {Schedule} could not be made; it is tried again")]
    private static partial void LogFault(ILogger logger, Guid schedule, Exception exception);
}
