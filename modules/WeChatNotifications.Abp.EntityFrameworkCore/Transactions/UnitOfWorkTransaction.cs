using System.Data.Common;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Transactions;

/// <summary>
/// In a unit of work the module's context shares the transaction anyway, so there is nothing to join and only the commit to wait for.
/// Code that speaks to a database without a unit of work joins its transaction as in a plain host.
/// </summary>
internal sealed class UnitOfWorkTransaction(AfterCommit afterCommit) : ICallerTransaction
{
    private readonly CallerTransaction _joined = new();

    public DbTransaction? Current => _joined.Current;

    public IDisposable Join(DbTransaction transaction) => _joined.Join(transaction);

    public IDisposable Join(DbTransaction transaction, Func<bool> isOpen) => _joined.Join(transaction, isOpen);

    public void OnCommitted(Action action)
    {
        if (_joined.Current is not null)
        {
            _joined.OnCommitted(action);
        }
        else
        {
            afterCommit.Run(action);
        }
    }

    public void Completed(DbTransaction transaction, bool committed) => _joined.Completed(transaction, committed);
}
