using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.DistributedLocking;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.EntityFrameworkCore.Transactions;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Tokens;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Tokens;

/// <summary>
/// Leases by the host's <see cref="IAbpDistributedLock"/>. ABP's default lock holds within one process only, where two nodes would
/// fetch classic tokens at once and retire each other's; with that one, the leases are rows of the database. So are those of the
/// module's jobs always: they are of one database, and outlast the work so that the whole cluster waits out the interval.
/// </summary>
internal sealed class ClusterLeaseStore(IAbpDistributedLock distributedLock, IAmbientUnitOfWork ambient, IServiceScopeFactory scopes) : ILeaseStore
{
    private readonly ConcurrentDictionary<(string Name, Guid Holder), IAbpDistributedLockHandle> _held = new();

    private bool IsByLock(string name) => distributedLock is not LocalAbpDistributedLock && !name.StartsWith(LeaseNames.JobPrefix, StringComparison.Ordinal);

    public async Task<bool> TryAcquireAsync(string name, Guid holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!IsByLock(name))
        {
            return await InDatabaseAsync(s => s.TryAcquireAsync(name, holder, now, until, cancellationToken)).ConfigureAwait(false);
        }

        if (_held.ContainsKey((name, holder)))
        {
            // A lock lasts until it is given back, or its holder dies.
            return true;
        }

        var handle = await distributedLock.TryAcquireAsync("WeChatNotifications:" + name, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return handle is not null && _held.TryAdd((name, holder), handle);
    }

    /// <summary>A lock cannot be taken from its holder; nobody asks for that but jobs.</summary>
    public Task<bool> TryTakeOverAsync(string name, Guid holder, DateTimeOffset seenUntil, DateTimeOffset until, CancellationToken cancellationToken)
        => IsByLock(name)
            ? Task.FromResult(false)
            : InDatabaseAsync(s => s.TryTakeOverAsync(name, holder, seenUntil, until, cancellationToken));

    public async Task ReleaseAsync(string name, Guid holder, CancellationToken cancellationToken)
    {
        if (_held.TryRemove((name, holder), out var handle))
        {
            await handle.DisposeAsync().ConfigureAwait(false);
        }
        else if (!IsByLock(name))
        {
            await InDatabaseAsync(async s =>
            {
                await s.ReleaseAsync(name, holder, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Never in a unit of work: nobody else would see the lease until that one commits.</summary>
    private Task<T> InDatabaseAsync<T>(Func<ILeaseStore, Task<T>> use) => NoUnitOfWork.RunAsync(ambient, async () =>
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await use(new EfLeaseStore(scope.ServiceProvider.GetRequiredService<IWeChatNotificationsDbContextProvider>())).ConfigureAwait(false);
        }
    });
}
