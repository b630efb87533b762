using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

internal sealed class EfBroadcastScheduleRepository(IWeChatNotificationsDbContextProvider contexts) : IBroadcastScheduleRepository
{
    public async Task<BroadcastSchedule?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefaultAsync(s => s.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<BroadcastSchedule>> ListAsync(Guid? before, int take, CancellationToken cancellationToken)
    {
        var schedules = (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking();
        schedules = before is { } id ? schedules.Where(s => s.Id.CompareTo(id) < 0) : schedules;
        return await schedules.OrderByDescending(s => s.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<DueSchedule>> ListDueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .Where(s => s.NextAt <= now)
            .OrderBy(s => s.NextAt).ThenBy(s => s.Id).Take(take)
            .Select(s => new DueSchedule(s.Id, s.TenantId)).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task AddAsync(BroadcastSchedule schedule, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.Add(schedule);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(BroadcastSchedule schedule, Broadcast? made, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        if (made is not null)
        {
            context.Add(made);
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            if (made is not null)
            {
                context.Entry(made).State = EntityState.Detached;
            }

            throw context.Forget(schedule);
        }
    }

    public async Task RemoveAsync(BroadcastSchedule schedule, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.Remove(schedule);
        await SaveAsync(schedule, made: null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<DbSet<BroadcastSchedule>> SetAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<BroadcastSchedule>();
}
