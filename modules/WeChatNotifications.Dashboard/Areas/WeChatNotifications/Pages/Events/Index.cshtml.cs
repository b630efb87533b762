using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Events;

[DashboardPermission(WeChatNotificationsPermissions.Events.Default)]
public sealed class IndexModel : DashboardPage;
