using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Recipients;

[DashboardPermission(WeChatNotificationsPermissions.Recipients.Default)]
public sealed class IndexModel : DashboardPage;
