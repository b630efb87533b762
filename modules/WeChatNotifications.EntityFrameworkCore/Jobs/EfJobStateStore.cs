using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.EntityFrameworkCore.Jobs;

internal sealed class EfJobStateStore(IWeChatNotificationsDbContextProvider contexts) : IJobStateStore
{
    /// <summary>How often in a row a change may meet another one of the same job.</summary>
    private const int MaxRaces = 5;

    public async Task<IReadOnlyList<JobStanding>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var states = await context.Set<JobState>().AsNoTracking().OrderBy(j => j.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
        var leases = await context.Set<ModuleLease>().AsNoTracking()
            .Where(l => l.Name.StartsWith(LeaseNames.JobPrefix) && l.Until > now)
            .ToDictionaryAsync(l => l.Name, cancellationToken).ConfigureAwait(false);

        // Between runs the lease rests until the job is due; a run has no due time, and its lease is prolonged.
        return states.ConvertAll(s => new JobStanding(s, s.LastStartedAt is not null && s.NextDueAt is null && leases.ContainsKey(LeaseNames.JobPrefix + s.Name)));
    }

    public async Task<JobState?> FindAsync(string name, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<JobState>().AsNoTracking()
            .FirstOrDefaultAsync(j => j.Name == name, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<string>> ListRequestedAsync(CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<JobState>().AsNoTracking()
            .Where(j => j.RunRequestedAt != null).Select(j => j.Name).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task ChangeAsync(string name, Action<JobState> change, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        for (var race = 0; ; race++)
        {
            var state = await context.Set<JobState>().FirstOrDefaultAsync(j => j.Name == name, cancellationToken).ConfigureAwait(false);
            if (state is null)
            {
                state = new JobState(name);
                context.Add(state);
            }

            change(state);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (race < MaxRaces && (exception is DbUpdateException || SaveExtensions.IsLostUpdate(exception)))
            {
                // Another node made or changed it between our look and our save: once more, with what it left.
            }
            finally
            {
                context.Entry(state).State = EntityState.Detached;
            }
        }
    }
}
