using Microsoft.AspNetCore.Http;

namespace WeChatNotifications.Dashboard;

/// <summary>How a host shows the dashboard.</summary>
public sealed class WeChatNotificationsDashboardOptions
{
    /// <summary>
    /// The Razor layout of the host in which the pages appear, such as <c>/Pages/Shared/_Layout.cshtml</c>; null for a page of their own. A
    /// host's layout must load Bootstrap 5's style itself.
    /// </summary>
    public string? Layout { get; set; }

    /// <summary>
    /// Content-Security-Policy of the pages; null leaves it to the host. The default allows nothing but what comes from the host itself, no
    /// inline script and no inline style. Not used inside a host's <see cref="Layout"/>, whose own scripts decide what is needed.
    /// </summary>
    public string? ContentSecurityPolicy { get; set; } =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Time zone in which times are shown and days begin, as an IANA name. Default: WeChat's own, Asia/Shanghai.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>
    /// Whether there is a page of the module's audit trail. Default true; false for a host that keeps the module's trail off because it has its
    /// own. Without a registered trail there is no page either.
    /// </summary>
    public bool ShowsAudit { get; set; } = true;

    /// <summary>Path of the module's HTTP API in this host; the addresses for WeChat's message push are made of it.</summary>
    public string ApiPrefix { get; set; } = "/api/wechat-notifications";

    /// <summary>The host's address as WeChat reaches it, such as <c>https://shop.example</c>; null takes that of the request.</summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>Links of the host's own for the user's menu, such as "log out" or "change tenant", for each request.</summary>
    public Func<HttpContext, IEnumerable<DashboardLink>> UserLinks { get; set; } = static _ => [];
}

/// <summary>A link of the host's own.</summary>
/// <param name="Text">What it says, in the language of the request.</param>
/// <param name="Href">Where it leads, a path inside the host.</param>
/// <param name="IsPost">Whether it is a button that posts, as for logging out.</param>
public sealed record DashboardLink(string Text, string Href, bool IsPost = false);
