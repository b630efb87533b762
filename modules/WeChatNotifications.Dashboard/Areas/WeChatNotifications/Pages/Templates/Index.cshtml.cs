using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Templates;

[DashboardPermission(WeChatNotificationsPermissions.Templates.Default)]
public sealed class IndexModel : DashboardPage;
