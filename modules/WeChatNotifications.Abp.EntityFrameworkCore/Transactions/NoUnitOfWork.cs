using Volo.Abp.Uow;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Transactions;

internal static class NoUnitOfWork
{
    /// <summary>Runs work outside of the unit of work that happens to be open: its writes stand whatever becomes of that one.</summary>
    public static async Task<T> RunAsync<T>(IAmbientUnitOfWork ambient, Func<Task<T>> work)
    {
        // Flows into what is called from here, and never back to the caller.
        ambient.SetUnitOfWork(null);
        return await work().ConfigureAwait(false);
    }
}
