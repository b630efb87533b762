using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Permits;

[DashboardPermission(WeChatNotificationsPermissions.Grants.Default, WeChatNotificationsPermissions.FormIds.Default)]
public sealed class IndexModel : DashboardPage;
