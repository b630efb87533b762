using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

/// <summary>Goes by the caller's clock: nodes whose clocks differ wait that much longer for each other. A provider with a clock of its own does better.</summary>
internal sealed class EfRateLedger(IWeChatNotificationsDbContextProvider contexts) : IRateLedger
{
    /// <summary>How often in a row other nodes may be faster.</summary>
    private const int MaxRaces = 100;

    public async Task<RateGrant> TakeAsync(RateKey key, int perSecond, int wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var duration = RateTurns.Duration(perSecond, wanted);
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var rows = context.Set<RateTurns>();
        for (var race = 0; race < MaxRaces; race++)
        {
            var row = await rows.AsNoTracking().FirstOrDefaultAsync(t => t.Scope == key.Scope && t.OwnerId == key.Id, cancellationToken).ConfigureAwait(false);
            var first = (row ?? new RateTurns(key, now - RateTurns.Burst)).FirstAt(now).ToUniversalTime();
            var next = first + duration;
            if (row is null ? await TryAddAsync(context, new RateTurns(key, next), cancellationToken).ConfigureAwait(false)
                : await rows.Where(t => t.Scope == key.Scope && t.OwnerId == key.Id && t.NextAt == row.NextAt)
                    .ExecuteUpdateAsync(t => t.SetProperty(x => x.NextAt, next), cancellationToken).ConfigureAwait(false) == 1)
            {
                return new RateGrant(first, wanted);
            }
        }

        throw new InvalidOperationException($"Other nodes were faster {MaxRaces} times in a row.");
    }

    private static async Task<bool> TryAddAsync(DbContext context, RateTurns row, CancellationToken cancellationToken)
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
