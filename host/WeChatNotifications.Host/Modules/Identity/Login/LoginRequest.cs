namespace WeChatNotifications.Host.Modules.Identity.Login;

/// <summary>A name and its password.</summary>
public sealed record LoginRequest
{
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Where to go afterwards; only paths of this host are followed.</summary>
    public string? ReturnUrl { get; init; }

    public override string ToString() => nameof(LoginRequest);
}
