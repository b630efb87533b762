using WeChatNotifications.Credentials;

namespace WeChatNotifications.Events;

/// <summary>Nothing leaves by this app for a while: WeChat asked for it, or a person did.</summary>
public sealed record AppPaused : IOutcomeEvent
{
    /// <summary>The app.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <inheritdoc />
    public Guid? TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset At { get; init; }

    /// <summary>WeChat's appid.</summary>
    public required string AppId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Why.</summary>
    public required PauseReason Reason { get; init; }

    /// <summary>When sending goes on by itself, without a further event; null for "when somebody resumes it".</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>WeChat's error code, if that is why.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>A text for people.</summary>
    public string? Detail { get; init; }
}
