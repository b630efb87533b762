using WeChatNotifications.Dashboard;

namespace WeChatNotifications.Abp.Dashboard;

/// <summary>How an ABP host shows the dashboard; set in <c>PreConfigureServices</c> with <c>PreConfigure&lt;WeChatNotificationsAbpDashboardOptions&gt;</c>.</summary>
public sealed class WeChatNotificationsAbpDashboardOptions
{
    /// <summary>Where the pages are, without a slash at its end.</summary>
    public string Path { get; set; } = "/wechat";

    /// <summary>Changes what the dashboard has of its own; its layout is the theme's.</summary>
    public Action<WeChatNotificationsDashboardOptions>? Configure { get; set; }
}
