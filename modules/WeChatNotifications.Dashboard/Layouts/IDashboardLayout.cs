using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace WeChatNotifications.Dashboard.Layouts;

/// <summary>Says in which layout of the host the pages appear.</summary>
internal interface IDashboardLayout
{
    /// <summary>Whether the host's own menu has the dashboard's pages, so that they need none beside it.</summary>
    bool HasMenu => false;

    /// <summary>The path of the host's layout; null for a page of our own.</summary>
    string? Find(HttpContext context);
}

/// <summary>What the host's options name.</summary>
internal sealed class ConfiguredLayout(IOptions<WeChatNotificationsDashboardOptions> options) : IDashboardLayout
{
    public string? Find(HttpContext context) => options.Value.Layout;
}
