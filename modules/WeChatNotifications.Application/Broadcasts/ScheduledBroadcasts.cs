using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>Makes the broadcasts of those that recur.</summary>
internal sealed class ScheduledBroadcasts(IBroadcastScheduleRepository schedules, BroadcastStart start, IAudienceCounter counter, TimeProvider timeProvider)
{
    /// <summary>Makes the broadcast of a recurring one that is due, if it still is: another node may have been faster.</summary>
    /// <returns>The broadcast; null when none was made.</returns>
    public async Task<Broadcast?> MakeDueAsync(Guid scheduleId, CancellationToken cancellationToken)
    {
        var schedule = await schedules.FindAsync(scheduleId, cancellationToken).ConfigureAwait(false);
        var seen = schedule?.ConcurrencyStamp;
        if (schedule?.TakeDue(timeProvider.GetUtcNow()) is not { } time)
        {
            if (schedule is not null && schedule.ConcurrencyStamp != seen)
            {
                // Missed for good: it waits for its next time.
                await schedules.SaveAsync(schedule, made: null, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }

        var check = new RuleCheck();
        var made = await MakeAsync(schedule, time, check, cancellationToken).ConfigureAwait(false);
        if (made is null)
        {
            schedule.Fail(string.Join("; ", check.Violations));
        }

        await schedules.SaveAsync(schedule, made, cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <summary>Makes a broadcast that has begun already; it is stored with the schedule.</summary>
    /// <returns>The broadcast; null when it could not be sent, and then <paramref name="check"/> says why.</returns>
    public async Task<Broadcast?> MakeAsync(BroadcastSchedule schedule, DateTimeOffset time, RuleCheck check, CancellationToken cancellationToken)
    {
        var head = await start.CheckAsync(schedule.TemplateName, schedule.Audience, schedule.SourceName, schedule.Data, check, cancellationToken).ConfigureAwait(false);
        if (!check.IsClean)
        {
            return null;
        }

        var broadcast = schedule.Make(time, head!.AppCredentialId, timeProvider.GetUtcNow());
        if (broadcast.Audience != AudienceKind.Source)
        {
            broadcast.CountAs(await counter.CountAsync(start.QueryOf(broadcast, head), cancellationToken).ConfigureAwait(false));
        }

        return broadcast;
    }
}
