using Volo.Abp.Data;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.MultiTenancy;

namespace WeChatNotifications.Abp.EntityFrameworkCore;

/// <summary>
/// A DbContext that holds the module's tables. Every <see cref="AbpDbContext{TDbContext}"/> has all of its members already, so a host's
/// own context needs only the interface, <c>[ReplaceDbContext(typeof(IWeChatNotificationsDbContext))]</c>, and
/// <c>builder.ConfigureWeChatNotifications()</c> in its <c>OnModelCreating</c>.
/// </summary>
[ConnectionStringName(WeChatNotificationsDbProperties.ConnectionStringName)]
public interface IWeChatNotificationsDbContext : IEfCoreDbContext
{
    /// <summary>On whose behalf queries run.</summary>
    ICurrentTenant CurrentTenant { get; }

    /// <summary>Whether queries see one tenant or all.</summary>
    IDataFilter DataFilter { get; }
}
