namespace WeChatNotifications.Credentials;

/// <summary>What may be set on an app credential besides its identity and secret.</summary>
public abstract record AppCredentialInput
{
    /// <summary>What administrators call it, 1 to 128 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Which token call is used. Default stable.</summary>
    public TokenMode TokenMode { get; init; }

    /// <summary>Most messages a second, 1 to 100,000; null for no limit.</summary>
    public int? SendsPerSecond { get; init; }

    /// <summary>Most messages in flight at once on one node, 1 to 2,000; null for the engine's default.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>What to do with a message whose outcome is unknown. Default retry.</summary>
    public UnconfirmedPolicy UnconfirmedPolicy { get; init; }

    /// <summary>Culture in which values are formatted. Default <c>zh-CN</c>.</summary>
    public string? Culture { get; init; } = AppCredentialLimits.DefaultCulture;

    /// <summary>Time zone in which times are shown. Default <c>Asia/Shanghai</c>.</summary>
    public string? TimeZone { get; init; } = AppCredentialLimits.DefaultTimeZone;

    /// <summary>
    /// Appid of the account this one is bound to at WeChat: a mini program's official account, or the other way round. Templates that
    /// need the other account and do not name it use this one.
    /// </summary>
    public string? LinkedAppId { get; init; }

    /// <summary>Whether the app sends at all. Default true.</summary>
    public bool IsEnabled { get; init; } = true;
}

/// <summary>A new app credential.</summary>
public sealed record CreateAppCredentialDto : AppCredentialInput
{
    /// <summary>WeChat's appid, unique in the tenant.</summary>
    public string? AppId { get; init; }

    /// <summary>What kind of account it is.</summary>
    public AppKind Kind { get; init; }

    /// <summary>The app secret. Write-only.</summary>
    public string? Secret { get; init; }

    /// <summary>Everything but the secret.</summary>
    public override string ToString() => $"{nameof(CreateAppCredentialDto)} {AppId}";
}

/// <summary>Changes to an app credential.</summary>
public sealed record UpdateAppCredentialDto : AppCredentialInput
{
    /// <summary>A new app secret; null keeps the present one. Write-only.</summary>
    public string? Secret { get; init; }

    /// <summary>The stamp the caller saw; null overwrites whatever is there.</summary>
    public Guid? ConcurrencyStamp { get; init; }

    /// <summary>Everything but the secret.</summary>
    public override string ToString() => $"{nameof(UpdateAppCredentialDto)} {Name}";
}

/// <summary>A pause by hand.</summary>
/// <param name="Until">Until when; null for until somebody resumes it.</param>
/// <param name="Detail">Why, for colleagues.</param>
public sealed record PauseAppDto(DateTimeOffset? Until, string? Detail);

/// <summary>What came of testing a credential.</summary>
/// <param name="IsWorking">Whether WeChat gave a token.</param>
/// <param name="ErrorCode">WeChat's error code.</param>
/// <param name="Message">What happened, in the caller's language.</param>
/// <param name="Advice">What to do about it, in the caller's language.</param>
/// <param name="Detail">What WeChat or the network said, as it came; with the caller's address for 40164.</param>
/// <param name="Rid">WeChat's request id.</param>
/// <param name="TokenExpiresIn">How long the token is good for, in seconds.</param>
public sealed record CredentialTestResultDto(
    bool IsWorking, int? ErrorCode, string Message, string? Advice, string? Detail, string? Rid, int? TokenExpiresIn);
