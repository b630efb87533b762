namespace WeChatNotifications.Callbacks;

/// <summary>How WeChat pushes messages for one account to us.</summary>
public sealed record AppCallbacksDto
{
    /// <summary>The account.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>WeChat's appid of it.</summary>
    public required string AppId { get; init; }

    /// <summary>How WeChat sends; null when nothing is taken.</summary>
    public required CallbackMode? Mode { get; init; }

    /// <summary>Whether there is a token.</summary>
    public required bool HasToken { get; init; }

    /// <summary>Whether there is an EncodingAESKey.</summary>
    public required bool HasEncodingAesKey { get; init; }

    /// <summary>Whether the key before it is still good.</summary>
    public required bool HasPreviousKey { get; init; }

    /// <summary>Path of the address to be entered at WeChat, behind the host's own name; null where the answer does not come by HTTP.</summary>
    public string? Path { get; init; }
}

/// <summary>What an administrator has entered at WeChat.</summary>
public sealed record SaveCallbacksDto
{
    /// <summary>How WeChat sends. Required.</summary>
    public CallbackMode? Mode { get; init; }

    /// <summary>The token, 3 to 32 letters and digits; null keeps the present one. Write-only.</summary>
    public string? Token { get; init; }

    /// <summary>The EncodingAESKey, 43 letters and digits; null keeps the present one. Write-only.</summary>
    public string? EncodingAesKey { get; init; }

    /// <summary>Whether the key before this one stays good for pushes that are under way. Default true; false when it has leaked.</summary>
    public bool KeepPreviousKey { get; init; } = true;

    /// <summary>Never the token or the key.</summary>
    public override string ToString() => $"{nameof(SaveCallbacksDto)} {Mode}";
}

/// <summary>Which new keys are wanted.</summary>
public sealed record GenerateCallbacksDto
{
    /// <summary>How WeChat will send; null keeps the present mode, or means secure when there is none.</summary>
    public CallbackMode? Mode { get; init; }

    /// <summary>Whether the present token stays, so that only the key changes and no push is missed meanwhile. Default false.</summary>
    public bool KeepToken { get; init; }

    /// <summary>Whether the key before the new one stays good for pushes that are under way. Default true; false when it has leaked.</summary>
    public bool KeepPreviousKey { get; init; } = true;
}

/// <summary>New keys. Nobody will show them again.</summary>
/// <param name="Callbacks">How it is set up now.</param>
/// <param name="Token">The new token; null when the present one stays.</param>
/// <param name="EncodingAesKey">The new EncodingAESKey.</param>
public sealed record GeneratedCallbacksDto(AppCallbacksDto Callbacks, string? Token, string EncodingAesKey)
{
    /// <summary>Never the token or the key.</summary>
    public override string ToString() => $"{nameof(GeneratedCallbacksDto)} {Callbacks.AppId}";
}
