using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Events;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Transactions;

/// <summary>
/// Ties the module to a DbContext of the host: its transactions are joined, and domain events of its saved entities are handed
/// over inside them. Commit: queued. Rollback: nothing. One per DbContext instance.
/// </summary>
internal sealed class NotificationEventsInterceptor(ICallerTransaction callerTransaction, IServiceProvider serviceProvider)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly List<IHasNotificationEvents> _entities = [];

    /// <summary>What this save writes, and what an earlier one believes to have written although it was rolled back.</summary>
    private readonly List<object> _written = [];
    private readonly List<object> _lost = [];
    private IDbContextTransaction? _own;

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        RequireTruth(eventData.Context);
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
        RequireTruth(eventData.Context);
        if (eventData.Context is { } context)
        {
            _entities.AddRange(EntitiesWithEvents(context));
            if (_entities.Count > 0 && context.Database.CurrentTransaction is null)
            {
                _written.AddRange(context.ChangeTracker.Entries().Where(e => e.State != EntityState.Unchanged).Select(e => e.Entity));
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
            // Not before now: the publisher may use the very context that this interceptor was made for.
            var publisher = serviceProvider.GetRequiredService<INotificationEventPublisher>();
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
            // EF Core has taken the entities for saved already.
            _lost.AddRange(_written);
            await EndAsync().ConfigureAwait(false);
            throw;
        }

        _entities.ForEach(e => e.ClearNotificationEvents());
        await EndAsync().ConfigureAwait(false);
        return result;
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => EndAsync();

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default) => EndAsync();

    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
        => Join(eventData.Context, eventData.TransactionId, result);

    public ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(TransactionStarted(connection, eventData, result));

    public DbTransaction TransactionUsed(DbConnection connection, TransactionEventData eventData, DbTransaction result)
        => Join(eventData.Context, eventData.TransactionId, result);

    public ValueTask<DbTransaction> TransactionUsedAsync(
        DbConnection connection, TransactionEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        => ValueTask.FromResult(TransactionUsed(connection, eventData, result));

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => callerTransaction.Completed(transaction, committed: true);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        callerTransaction.Completed(transaction, committed: true);
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => callerTransaction.Completed(transaction, committed: false);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        callerTransaction.Completed(transaction, committed: false);
        return Task.CompletedTask;
    }

    private static IEnumerable<IHasNotificationEvents> EntitiesWithEvents(DbContext context)
        => context.ChangeTracker.Entries().Select(e => e.Entity).OfType<IHasNotificationEvents>().Where(e => e.NotificationEvents.Count > 0);

    private DbTransaction Join(DbContext? context, Guid id, DbTransaction transaction)
    {
        // The connection outlives the context's other services and tells even then that nothing runs any more.
        var connection = context?.GetService<IRelationalConnection>();
        _ = callerTransaction.Join(transaction, () => connection is null || connection.CurrentTransaction?.TransactionId == id);
        return transaction;
    }

    /// <exception cref="InvalidOperationException">The context believes in a save that was rolled back: the next one would queue messages about rows that do not exist.</exception>
    private void RequireTruth(DbContext? context)
    {
        if (_lost.Count > 0 && context is not null && context.ChangeTracker.Entries().Any(e => _lost.Contains(e.Entity, ReferenceEqualityComparer.Instance)))
        {
            throw new InvalidOperationException(
                "An earlier SaveChangesAsync of this DbContext was rolled back because the notifications of its entities could not be queued, and its entities count as saved. Try again with a new DbContext, or after ChangeTracker.Clear().");
        }

        _lost.Clear();
    }

    /// <summary>Ends what this save has begun. Disposing a transaction that was not committed rolls it back; one of the caller's is the caller's.</summary>
    private async Task EndAsync()
    {
        _entities.Clear();
        _written.Clear();
        if (_own is { } own)
        {
            _own = null;
            await own.DisposeAsync().ConfigureAwait(false);
        }
    }
}
