using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Jobs;

[DashboardPermission(WeChatNotificationsPermissions.Jobs.Default)]
public sealed class IndexModel : DashboardPage;
