namespace WeChatNotifications.Credentials;

/// <summary>What an administrator may change about an app credential, besides its secret.</summary>
public sealed record AppCredentialSettings
{
    /// <summary>What administrators call it.</summary>
    public required string? Name { get; init; }

    /// <summary>Which token call is used.</summary>
    public TokenMode TokenMode { get; init; }

    /// <summary>Most messages a second; null for no limit.</summary>
    public int? SendsPerSecond { get; init; }

    /// <summary>Most messages in flight at once on one node; null for the engine's default.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>What to do with a message whose outcome is unknown.</summary>
    public UnconfirmedPolicy UnconfirmedPolicy { get; init; }

    /// <summary>Culture in which values are formatted.</summary>
    public string? Culture { get; init; } = AppCredentialLimits.DefaultCulture;

    /// <summary>Time zone in which times are shown.</summary>
    public string? TimeZone { get; init; } = AppCredentialLimits.DefaultTimeZone;

    /// <summary>Appid of the account this one is bound to at WeChat; null for none.</summary>
    public string? LinkedAppId { get; init; }

    /// <summary>Whether the app sends at all.</summary>
    public bool IsEnabled { get; init; } = true;
}
