using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Audit;

[DashboardPermission(WeChatNotificationsPermissions.Audit.Default)]
public sealed class IndexModel : DashboardPage;
