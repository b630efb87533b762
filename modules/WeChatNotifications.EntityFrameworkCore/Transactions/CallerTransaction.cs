using System.Data.Common;
using WeChatNotifications.Rules;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Transactions;

/// <summary>Remembers the caller's transaction for one service scope.</summary>
internal sealed class CallerTransaction : ICallerTransaction
{
    private readonly List<Action> _onCommitted = [];

    private DbTransaction? _current;

    public DbTransaction? Current
    {
        get
        {
            // A transaction that was disposed without a word is rolled back; nobody tells an interceptor.
            if (_current is { Connection: null })
            {
                Completed(committed: false);
            }

            return _current;
        }
    }

    public IDisposable Join(DbTransaction transaction)
    {
        if (transaction.Connection is null)
        {
            throw new WeChatNotificationsException(
                WeChatNotificationsErrorCodes.CallerTransaction, "The transaction to join is already finished or has no connection.");
        }

        var outer = Current;
        _current = transaction;
        return new Membership(this, outer);
    }

    public void OnCommitted(Action action)
    {
        if (Current is null)
        {
            action();
        }
        else
        {
            _onCommitted.Add(action);
        }
    }

    public void Completed(bool committed)
    {
        _current = null;
        var actions = _onCommitted.ToArray();
        _onCommitted.Clear();
        if (committed)
        {
            Array.ForEach(actions, action => action());
        }
    }

    private sealed class Membership(CallerTransaction owner, DbTransaction? outer) : IDisposable
    {
        public void Dispose()
        {
            if (outer is not null)
            {
                owner._current = outer;
                return;
            }

            // Whether the caller commits later is not ours to see; a wake-up too many is harmless.
            owner.Completed(committed: true);
        }
    }
}
