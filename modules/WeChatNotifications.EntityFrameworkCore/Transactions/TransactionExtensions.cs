using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace WeChatNotifications.EntityFrameworkCore.Transactions;

internal static class TransactionExtensions
{
    /// <summary>
    /// Runs statements in one transaction: in the one that is open already, which then belongs to whoever opened it, or in one of its
    /// own, which is tried again as often as the provider's strategy says.
    /// </summary>
    public static async Task<T> InTransactionAsync<T>(this DatabaseFacade database, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (database.CurrentTransaction is not null)
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }

        return await database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                var transaction = await database.BeginTransactionAsync(token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await work(token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return result;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }
}
