using System.Data.Common;

namespace WeChatNotifications.Transactions;

/// <summary>
/// The transaction of the business code that sends. While one is joined, deliveries are written through its connection, and
/// commit or roll back with it. One per service scope; when several are joined at once, the one joined last is meant.
/// </summary>
public interface ICallerTransaction
{
    /// <summary>The joined transaction; null when there is none.</summary>
    DbTransaction? Current { get; }

    /// <summary>
    /// Writes deliveries in <paramref name="transaction"/> until the result is disposed or the transaction is. A DbContext that uses
    /// <c>UseWeChatNotifications</c> does this by itself.
    /// </summary>
    /// <exception cref="Rules.WeChatNotificationsException">The transaction is disposed already.</exception>
    IDisposable Join(DbTransaction transaction);

    /// <summary>As <see cref="Join(DbTransaction)"/>, for somebody who knows better when the transaction is over.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="isOpen">
    /// Asked before each use of the transaction; false ends the membership without a commit. While it says true and the connection is gone,
    /// nothing is stored: it would stay although the transaction cannot be committed.
    /// </param>
    /// <exception cref="Rules.WeChatNotificationsException">The transaction is disposed already.</exception>
    IDisposable Join(DbTransaction transaction, Func<bool> isOpen);

    /// <summary>Runs <paramref name="action"/> once the joined transaction is committed; at once when none is joined.</summary>
    void OnCommitted(Action action);

    /// <summary>Says that a joined transaction is over. One that is not joined is nobody's concern.</summary>
    void Completed(DbTransaction transaction, bool committed);
}
