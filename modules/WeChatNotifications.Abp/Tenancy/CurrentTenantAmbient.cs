using Volo.Abp.Data;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Tenancy;

/// <summary>ICurrentTenant and ABP's data filter are the module's ambient tenant.</summary>
internal sealed class CurrentTenantAmbient(ICurrentTenant currentTenant, IDataFilter<IMultiTenant> filter) : IAmbientTenant
{
    public Guid? Id => currentTenant.Id;

    public bool IsFilterEnabled => filter.IsEnabled;

    public IDisposable Change(Guid? tenantId) => new Both(currentTenant.Change(tenantId), filter.Enable());

    public IDisposable DisableFilter() => filter.Disable();

    private sealed class Both(IDisposable tenant, IDisposable filter) : IDisposable
    {
        public void Dispose()
        {
            filter.Dispose();
            tenant.Dispose();
        }
    }
}
