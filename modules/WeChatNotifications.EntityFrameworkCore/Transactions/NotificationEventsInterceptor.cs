using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using WeChatNotifications.Events;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Transactions;

/// <summary>
/// Ties the module to a DbContext of the host: its transactions are joined, and domain events of its saved entities are handed
/// over inside them. Commit: queued. Rollback: nothing. One per DbContext instance.
/// </summary>
internal sealed class NotificationEventsInterceptor(ICallerTransaction callerTransaction, INotificationEventPublisher publisher)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly List<IHasNotificationEvents> _entities = [];
    private IDbContextTransaction? _own;

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is { } context && EntitiesWithEvents(context).Any())
        {
            throw new NotSupportedException("Entities with notification events are saved by SaveChangesAsync: queueing their notifications is asynchronous.");
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        _entities.Clear();
        if (eventData.Context is { } context)
        {
            _entities.AddRange(EntitiesWithEvents(context));
            if (_entities.Count > 0 && context.Database.CurrentTransaction is null)
            {
                _own = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (_entities.Count == 0)
        {
            return result;
        }

        try
        {
            foreach (var domainEvent in _entities.SelectMany(e => e.NotificationEvents).ToList())
            {
                await publisher.PublishAsync(domainEvent, cancellationToken).ConfigureAwait(false);
            }

            if (_own is not null)
            {
                await _own.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await AbandonAsync().ConfigureAwait(false);
            throw;
        }

        _entities.ForEach(e => e.ClearNotificationEvents());
        _entities.Clear();
        await ForgetOwnAsync().ConfigureAwait(false);
        return result;
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => AbandonAsync();

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default) => AbandonAsync();

    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        _ = callerTransaction.Join(result);
        return result;
    }

    public ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(TransactionStarted(connection, eventData, result));

    public DbTransaction TransactionUsed(DbConnection connection, TransactionEventData eventData, DbTransaction result)
    {
        _ = callerTransaction.Join(result);
        return result;
    }

    public ValueTask<DbTransaction> TransactionUsedAsync(
        DbConnection connection, TransactionEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(TransactionUsed(connection, eventData, result));

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => callerTransaction.Completed(committed: true);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        callerTransaction.Completed(committed: true);
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => callerTransaction.Completed(committed: false);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        callerTransaction.Completed(committed: false);
        return Task.CompletedTask;
    }

    private static IEnumerable<IHasNotificationEvents> EntitiesWithEvents(DbContext context)
        => context.ChangeTracker.Entries().Select(e => e.Entity).OfType<IHasNotificationEvents>().Where(e => e.NotificationEvents.Count > 0);

    private async Task AbandonAsync()
    {
        _entities.Clear();
        callerTransaction.Completed(committed: false);
        await ForgetOwnAsync().ConfigureAwait(false);
    }

    /// <summary>Disposing a transaction that was not committed rolls it back.</summary>
    private async Task ForgetOwnAsync()
    {
        if (_own is { } own)
        {
            _own = null;
            await own.DisposeAsync().ConfigureAwait(false);
        }
    }
}
