using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Tenancy;

internal sealed class EfVolumeLedger(IWeChatNotificationsDbContextProvider contexts, ITenantLimits limits) : IVolumeLedger
{
    /// <summary>How often in a row other nodes may be faster.</summary>
    private const int MaxRaces = 100;

    public async Task<int> TakeAsync(Guid? tenantId, DateTimeOffset day, int wanted, int limit, CancellationToken cancellationToken)
    {
        var (owner, start) = (tenantId ?? Guid.Empty, day.ToUniversalTime());
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        for (var race = 0; race < MaxRaces; race++)
        {
            var row = await context.Set<TenantVolume>().AsNoTracking().FirstOrDefaultAsync(v => v.OwnerId == owner, cancellationToken).ConfigureAwait(false);
            if (row?.Day > start)
            {
                return 0;
            }

            var taken = row?.Day == start ? row.Taken : await limits.CountSentAsync(tenantId, start, cancellationToken).ConfigureAwait(false);
            var granted = (int)Math.Clamp(limit - taken, 0, wanted);
            if (row?.Day == start && granted == 0)
            {
                return 0;
            }

            if (row is null ? await TryAddAsync(context, new TenantVolume(tenantId, start, taken + granted), cancellationToken).ConfigureAwait(false)
                : await context.Set<TenantVolume>().Where(v => v.OwnerId == owner && v.Day == row.Day && v.Taken == row.Taken)
                    .ExecuteUpdateAsync(v => v.SetProperty(x => x.Day, start).SetProperty(x => x.Taken, taken + granted), cancellationToken).ConfigureAwait(false) == 1)
            {
                return granted;
            }
        }

        throw new InvalidOperationException($"Other nodes were faster {MaxRaces} times in a row.");
    }

    public async Task GiveBackAsync(Guid? tenantId, DateTimeOffset day, int count, CancellationToken cancellationToken)
    {
        var (owner, start) = (tenantId ?? Guid.Empty, day.ToUniversalTime());
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<TenantVolume>().Where(v => v.OwnerId == owner && v.Day == start)
            .ExecuteUpdateAsync(v => v.SetProperty(x => x.Taken, x => x.Taken > count ? x.Taken - count : 0), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> TryAddAsync(DbContext context, TenantVolume row, CancellationToken cancellationToken)
    {
        context.Add(row);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another node made it between our look and our insert. If the database failed for another reason, the next look fails too.
            return false;
        }
        finally
        {
            context.Entry(row).State = EntityState.Detached;
        }
    }
}
