using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.EntityFrameworkCore.Tokens;

internal sealed class EfLeaseStore(IWeChatNotificationsDbContextProvider contexts) : ILeaseStore
{
    public async Task<bool> TryAcquireAsync(string name, Guid holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Else the insert would fail, and that looks like a lease which somebody else has.
        if (name.Length > ModuleLease.NameLength)
        {
            throw new ArgumentException($"A lease's name has at most {ModuleLease.NameLength} characters.", nameof(name));
        }

        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var leases = context.Set<ModuleLease>();
        if (await TakeOverAsync().ConfigureAwait(false))
        {
            return true;
        }

        if (await leases.AsNoTracking().AnyAsync(l => l.Name == name, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var lease = new ModuleLease(name, holder, until);
        leases.Add(lease);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another node opened the same lease between our look and our insert. If the database failed for another
            // reason, this second look fails too, and with the reason.
            context.Entry(lease).State = EntityState.Detached;
            return await TakeOverAsync().ConfigureAwait(false);
        }
        finally
        {
            context.Entry(lease).State = EntityState.Detached;
        }

        async Task<bool> TakeOverAsync() => await leases
            .Where(l => l.Name == name && (l.Until <= now || l.Holder == holder))
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.Holder, holder).SetProperty(x => x.Until, until), cancellationToken)
            .ConfigureAwait(false) == 1;
    }

    public async Task<bool> TryTakeOverAsync(string name, Guid holder, DateTimeOffset seenUntil, DateTimeOffset until, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<ModuleLease>()
            .Where(l => l.Name == name && l.Until == seenUntil)
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.Holder, holder).SetProperty(x => x.Until, until), cancellationToken)
            .ConfigureAwait(false) == 1;

    public async Task ReleaseAsync(string name, Guid holder, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<ModuleLease>()
            .Where(l => l.Name == name && l.Holder == holder)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
