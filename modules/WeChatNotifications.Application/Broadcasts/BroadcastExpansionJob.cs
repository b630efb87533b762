using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Events;
using WeChatNotifications.Jobs;
using WeChatNotifications.Rules;
using WeChatNotifications.Statistics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Broadcasts;

/// <summary>
/// Looks after all active broadcasts of a database: begins them at their time, puts their recipients into the queue slice by slice and in
/// turn, so that no tenant waits for another's million, keeps paused messages back, and ends what is done.
/// </summary>
internal sealed class BroadcastExpansionJob(
    IServiceScopeFactory scopes, IAmbientTenant tenant, BroadcastExpander expander, IOutcomeSink outcomeSink, IOptions<BroadcastOptions> options, TimeProvider timeProvider,
    ILogger<BroadcastExpansionJob> logger) : IModuleJob
{
    /// <summary>For how long slices follow each other before everything else is looked after again.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(5);

    /// <summary>How long after a cancellation messages may still come back from a node that held them.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(1);

    /// <summary>Over what time speed is measured.</summary>
    private static readonly TimeSpan MeasuringInterval = TimeSpan.FromSeconds(5);

    public string Name => "broadcasts";

    public TimeSpan Interval => options.Value.Interval;

    public TimeSpan Lease => options.Value.Lease;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var active = await scopes.InScopeAsync(
            s => s.GetRequiredService<IBroadcastRepository>().ListActiveAsync(now, now - Aftermath, cancellationToken)).ConfigureAwait(false);
        if (active.Count == 0)
        {
            return default;
        }

        var done = await DoneAsync([.. active.Where(b => b.Status == BroadcastStatus.Running).Select(b => b.Id)], cancellationToken).ConfigureAwait(false);
        var expanding = new List<Broadcast>();
        foreach (var broadcast in active)
        {
            if (await TryAsync(broadcast, "looking after it", () => LookAfterAsync(broadcast, done.GetValueOrDefault(broadcast.Id), cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                expanding.Add(broadcast);
            }
        }

        return new JobResult(await ExpandInTurnAsync(expanding, done, cancellationToken).ConfigureAwait(false));
    }

    private async Task<Dictionary<Guid, long>> DoneAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var outcomes = await scopes.InScopeAsync(s => s.GetRequiredService<IDeliveryStatisticsRepository>().GetBroadcastsAsync(ids, cancellationToken)).ConfigureAwait(false);
        return outcomes.ToDictionary(o => o.Key, o => o.Value.Done);
    }

    /// <summary>One slice of each after the other, again and again, until none has room left or something else has to be looked after.</summary>
    private async Task<long> ExpandInTurnAsync(List<Broadcast> expanding, Dictionary<Guid, long> done, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        var rows = 0L;
        while (expanding.Count > 0 && timeProvider.GetElapsedTime(began) < LongestRun)
        {
            foreach (var broadcast in expanding.ToList())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var step = await TryAsync(
                    broadcast, "putting recipients into the queue", () => expander.ExpandAsync(broadcast.Id, done.GetValueOrDefault(broadcast.Id), cancellationToken), cancellationToken).ConfigureAwait(false);
                rows += step.Rows;
                if (!step.GoesOn)
                {
                    expanding.Remove(broadcast);
                }
            }
        }

        return rows;
    }

    /// <returns>Whether its recipients may be put into the queue.</returns>
    private async Task<bool> LookAfterAsync(Broadcast broadcast, long done, CancellationToken cancellationToken)
    {
        if (broadcast.Status == BroadcastStatus.Scheduled)
        {
            return await ChangeAsync(broadcast.Id, b => b.Begin(timeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false) is { Status: BroadcastStatus.Running };
        }

        await scopes.InScopeAsync(async s =>
        {
            await s.GetRequiredService<BroadcastRows>().SettleAsync(broadcast, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        if (broadcast.Status != BroadcastStatus.Running)
        {
            return false;
        }

        if (broadcast.IsExpanded && done >= broadcast.Expanded)
        {
            if (await ChangeAsync(broadcast.Id, b => b.Complete(timeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false) is { } completed)
            {
                BroadcastLog.Completed(logger, completed.Id, completed.Expanded);
                outcomeSink.Publish(OutcomeEvents.Of(completed, timeProvider.GetUtcNow()));
            }

            return false;
        }

        await MeasureAsync(broadcast, done, cancellationToken).ConfigureAwait(false);
        return !broadcast.IsExpanded;
    }

    /// <summary>Changes it unless somebody else has just done so: then the next look shows how it stands.</summary>
    private Task<Broadcast?> ChangeAsync(Guid id, Action<Broadcast> change, CancellationToken cancellationToken) => scopes.InScopeAsync(async s =>
    {
        var broadcasts = s.GetRequiredService<IBroadcastRepository>();
        if (await broadcasts.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } broadcast)
        {
            return null;
        }

        try
        {
            change(broadcast);
            await broadcasts.SaveAsync(broadcast, cancellationToken).ConfigureAwait(false);
            return broadcast;
        }
        catch (ConflictException)
        {
            return null;
        }
    });

    private async Task MeasureAsync(Broadcast broadcast, long done, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        double? speed = null;
        if (broadcast.MeasuredAt is { } before)
        {
            if (now - before < MeasuringInterval)
            {
                return;
            }

            // Half of what was known before: a single slow moment does not make the time left jump.
            var lately = Math.Max(0, done - broadcast.MeasuredDone) / (now - before).TotalSeconds;
            speed = broadcast.Speed is { } known ? (known + lately) / 2 : lately;
        }

        await scopes.InScopeAsync(async s =>
        {
            await s.GetRequiredService<IBroadcastRepository>().MeasureAsync(broadcast.Id, now, done, speed, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Works as the broadcast's tenant; a fault of one does not stop the others, and comes to nothing done.</summary>
    private async Task<T> TryAsync<T>(Broadcast broadcast, string activity, Func<Task<T>> work, CancellationToken cancellationToken)
        where T : struct
    {
        using var asTenant = tenant.Change(broadcast.TenantId);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            BroadcastLog.Fault(logger, broadcast.Id, activity, exception);
            return default;
        }
    }
}
