using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Migrations;

/// <summary>Adding a migration works on behalf of nobody.</summary>
internal sealed class NoTenant : IAmbientTenant, IDisposable
{
    public Guid? Id => null;

    public bool IsFilterEnabled => true;

    public IDisposable Change(Guid? tenantId) => this;

    public IDisposable DisableFilter() => this;

    public void Dispose()
    {
    }
}
