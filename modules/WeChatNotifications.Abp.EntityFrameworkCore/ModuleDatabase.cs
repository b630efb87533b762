using Volo.Abp.Data;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.MultiTenancy;

namespace WeChatNotifications.Abp.EntityFrameworkCore;

/// <summary>Says which database holds the module's tables: the one of the context that they are in, which may be the host's own.</summary>
internal sealed class ModuleDatabase(IEfCoreDbContextTypeProvider types, IConnectionStringResolver connectionStrings, ICurrentTenant currentTenant)
{
    /// <summary>The context that holds the tables.</summary>
    public Type ContextType => types.GetDbContextType(typeof(IWeChatNotificationsDbContext));

    /// <summary>The name of its connection string.</summary>
    public string ConnectionStringName => ConnectionStringNameAttribute.GetConnStringName(ContextType);

    /// <summary>The current tenant's database.</summary>
    public Task<string> ResolveAsync() => connectionStrings.ResolveAsync(ConnectionStringName);

    /// <summary>Whether the current tenant's tables are in the host's own database.</summary>
    public async Task<bool> IsHostsAsync()
    {
        if (currentTenant.Id is null)
        {
            return true;
        }

        var own = await ResolveAsync().ConfigureAwait(false);
        using (currentTenant.Change(null))
        {
            return own == await ResolveAsync().ConfigureAwait(false);
        }
    }
}
