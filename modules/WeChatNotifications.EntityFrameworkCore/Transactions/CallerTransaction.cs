using System.Data;
using System.Data.Common;
using WeChatNotifications.Rules;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Transactions;

/// <summary>Remembers the caller's transactions for one service scope. Several may be open at once: each DbContext can have its own.</summary>
internal sealed class CallerTransaction : ICallerTransaction
{
    /// <summary>The one begun last stands last.</summary>
    private readonly List<Membership> _joined = [];

    public DbTransaction? Current => Innermost?.Transaction;

    private Membership? Innermost
    {
        get
        {
            // A transaction that was disposed without a commit is rolled back, and nobody tells. It must be forgotten before the next
            // use: providers use the same object again for the next transaction of the pooled connection, which may be a stranger's.
            _joined.RemoveAll(m => m.IsOver());
            if (_joined is not [.., var innermost])
            {
                return null;
            }

            // Its owner has not ended it, but its connection is gone, and it can only fail. The owner may not know yet: EF Core passes over a
            // savepoint that it could not release. What was stored now, beside it, would stay.
            return innermost.IsLost()
                ? throw new WeChatNotificationsException(
                    WeChatNotificationsErrorCodes.CallerTransaction, "The joined transaction has lost its connection to the database and cannot be committed any more.")
                : innermost;
        }
    }

    public IDisposable Join(DbTransaction transaction) => Join(transaction, isOpen: null);

    public IDisposable Join(DbTransaction transaction, Func<bool>? isOpen)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (!HasConnection(transaction))
        {
            throw new WeChatNotificationsException(
                WeChatNotificationsErrorCodes.CallerTransaction, "The transaction to join is already finished or has no connection.");
        }

        _ = Innermost;
        var membership = new Membership(this, transaction, isOpen);
        _joined.Add(membership);
        return membership;
    }

    public void OnCommitted(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (Innermost is { } membership)
        {
            membership.OnCommitted.Add(action);
        }
        else
        {
            action();
        }
    }

    public void Completed(DbTransaction transaction, bool committed)
    {
        if (_joined.FindLast(m => ReferenceEquals(m.Transaction, transaction)) is { } membership)
        {
            End(membership, committed);
        }
    }

    private static bool HasConnection(DbTransaction transaction)
    {
        try
        {
            return transaction.Connection is not null;
        }
        catch (ObjectDisposedException)
        {
            // Npgsql's way to say so.
            return false;
        }
    }

    private void End(Membership membership, bool committed)
    {
        if (_joined.Remove(membership) && committed)
        {
            membership.OnCommitted.ForEach(action => action());
        }
    }

    private sealed class Membership(CallerTransaction owner, DbTransaction transaction, Func<bool>? isOpen) : IDisposable
    {
        private readonly DbConnection _connection = transaction.Connection!;

        public DbTransaction Transaction => transaction;

        public bool IsOver() => isOpen is null ? !HasConnection(transaction) : !isOpen() || (!HasConnection(transaction) && _connection.State == ConnectionState.Open);

        public bool IsLost() => !HasConnection(transaction);

        public List<Action> OnCommitted { get; } = [];

        /// <summary>Whether the caller commits later is not ours to see; a wake-up too many is harmless.</summary>
        public void Dispose() => owner.End(this, committed: true);
    }
}
