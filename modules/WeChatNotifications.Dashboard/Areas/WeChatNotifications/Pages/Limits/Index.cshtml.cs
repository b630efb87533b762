using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Limits;

[DashboardPermission(WeChatNotificationsPermissions.Tenants.Default, WeChatNotificationsPermissions.Statistics.Default)]
public sealed class IndexModel : DashboardPage;
