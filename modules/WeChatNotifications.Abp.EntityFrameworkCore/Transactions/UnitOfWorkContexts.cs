using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore.DependencyInjection;
using Volo.Abp.Uow;
using WeChatNotifications.EntityFrameworkCore;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Transactions;

/// <summary>
/// The context of the current unit of work, in its transaction. Outside of any, as in the delivery engine, the service scope has a
/// context of its own for each database, and every statement commits by itself.
/// </summary>
internal sealed class UnitOfWorkContexts(
    IUnitOfWorkManager unitsOfWork, IDbContextProvider<IWeChatNotificationsDbContext> contexts, ModuleDatabase database, IServiceProvider services)
    : IWeChatNotificationsDbContextProvider
{
    private readonly Dictionary<string, DbContext> _own = new(StringComparer.Ordinal);

    public async ValueTask<DbContext> GetAsync(CancellationToken cancellationToken)
        => unitsOfWork.Current is null
            ? await OwnAsync().ConfigureAwait(false)
            : (DbContext)await contexts.GetDbContextAsync().ConfigureAwait(false);

    private async ValueTask<DbContext> OwnAsync()
    {
        // Asked for every time: the caller may have changed the tenant meanwhile, and with it the database.
        var connectionString = await database.ResolveAsync().ConfigureAwait(false);
        if (!_own.TryGetValue(connectionString, out var context))
        {
            using (DbContextCreationContext.Use(new DbContextCreationContext(database.ConnectionStringName, connectionString)))
            {
                context = (DbContext)services.GetRequiredService(database.ContextType);
            }

            _own[connectionString] = context;
        }

        return context;
    }
}
