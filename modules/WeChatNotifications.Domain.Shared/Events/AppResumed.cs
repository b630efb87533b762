namespace WeChatNotifications.Events;

/// <summary>Somebody has ended the pause of an app.</summary>
public sealed record AppResumed : IOutcomeEvent
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
}
