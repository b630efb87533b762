using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts;

[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Default)]
public sealed class IndexModel : DashboardPage;
