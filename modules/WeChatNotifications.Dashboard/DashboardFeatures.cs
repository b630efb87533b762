using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Auditing;

namespace WeChatNotifications.Dashboard;

/// <summary>What of the module this host has. A page about anything else is in no menu, and its address leads nowhere.</summary>
public sealed class DashboardFeatures(IServiceProviderIsService services, IOptions<WeChatNotificationsDashboardOptions> options)
{
    /// <summary>Whether the module keeps the audit trail; a host such as ABP has one of its own.</summary>
    public bool HasAudit { get; } = options.Value.ShowsAudit && services.IsService(typeof(IAuditAppService));
}
