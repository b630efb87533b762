using WeChatNotifications.Rules;

namespace WeChatNotifications.Credentials;

/// <summary>A pause of an app.</summary>
/// <param name="Since">When it begins.</param>
/// <param name="Until">When sending goes on by itself; null for "when somebody resumes it".</param>
/// <param name="Reason">Why.</param>
/// <param name="ErrorCode">WeChat's error code, if that is why.</param>
/// <param name="Detail">A text for people; cut to <see cref="AppCredentialLimits.PauseDetailLength"/>.</param>
public sealed record AppPause(DateTimeOffset Since, DateTimeOffset? Until, PauseReason Reason, int? ErrorCode, string? Detail)
{
    /// <summary>A text for people.</summary>
    public string? Detail { get; init; } = StoredText.Cut(Detail, AppCredentialLimits.PauseDetailLength);
}
