using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Deliveries;

[DashboardPermission(WeChatNotificationsPermissions.Deliveries.Default)]
public sealed class IndexModel : DashboardPage;
