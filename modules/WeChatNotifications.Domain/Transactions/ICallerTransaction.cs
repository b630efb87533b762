using System.Data.Common;

namespace WeChatNotifications.Transactions;

/// <summary>
/// The transaction of the business code that sends. While one is joined, deliveries are written through its connection, and
/// commit or roll back with it. One per service scope.
/// </summary>
public interface ICallerTransaction
{
    /// <summary>The joined transaction; null when there is none.</summary>
    DbTransaction? Current { get; }

    /// <summary>
    /// Writes deliveries in <paramref name="transaction"/> until the result is disposed. A DbContext that uses
    /// <c>UseWeChatNotifications</c> does this by itself.
    /// </summary>
    /// <exception cref="Rules.WeChatNotificationsException">The transaction is finished already.</exception>
    IDisposable Join(DbTransaction transaction);

    /// <summary>Runs <paramref name="action"/> once the joined transaction is committed; at once when none is joined.</summary>
    void OnCommitted(Action action);

    /// <summary>Says that the joined transaction is over.</summary>
    void Completed(bool committed);
}
