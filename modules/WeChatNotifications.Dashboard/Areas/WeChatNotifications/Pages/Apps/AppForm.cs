using WeChatNotifications.Credentials;

namespace WeChatNotifications.Dashboard.Pages.Apps;

/// <summary>An app as its form sends it.</summary>
public sealed class AppForm
{
    public string? AppId { get; set; }

    public AppKind Kind { get; set; }

    /// <summary>Empty keeps the present one. Never sent back to the browser.</summary>
    public string? Secret { get; set; }

    public string? Name { get; set; }

    public TokenMode TokenMode { get; set; }

    public string? SendsPerSecond { get; set; }

    public string? MaxConcurrency { get; set; }

    public UnconfirmedPolicy UnconfirmedPolicy { get; set; }

    public string? Culture { get; set; } = AppCredentialLimits.DefaultCulture;

    public string? TimeZone { get; set; } = AppCredentialLimits.DefaultTimeZone;

    public string? LinkedAppId { get; set; }

    public bool IsEnabled { get; set; } = true;

    public Guid? ConcurrencyStamp { get; set; }
}
