using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages;

/// <summary>Today at a glance.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Statistics.Default)]
public sealed class OverviewModel : DashboardPage;
