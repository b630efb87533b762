namespace WeChatNotifications.Credentials;

/// <summary>What is known of an app's access token; never the token.</summary>
public sealed record TokenStateDto
{
    /// <summary>Which token call is used.</summary>
    public required TokenMode Mode { get; init; }

    /// <summary>Whether there is a token with which a message can be sent at this moment.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>Where it is.</summary>
    public required TokenHolder Source { get; init; }

    /// <summary>When WeChat handed it out; null without a token, and for one that an earlier version of the module has cached.</summary>
    public required DateTimeOffset? FetchedAt { get; init; }

    /// <summary>When WeChat takes it no longer.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the node that was asked renews it; of a token in the shared cache, the earliest moment at which a node does.</summary>
    public required DateTimeOffset? RefreshDueAt { get; init; }

    /// <summary>Why the node that was asked last failed to get one; null when that went well since, or was not tried since the node's start.</summary>
    public required TokenFailureDto? LastFailure { get; init; }
}

/// <summary>Why there was no access token.</summary>
/// <param name="At">When.</param>
/// <param name="ErrorCode">WeChat's error code; null when it did not answer.</param>
/// <param name="Text">What happened, in the caller's language.</param>
/// <param name="Advice">What to do about it, in the caller's language.</param>
/// <param name="Detail">What WeChat or the network said, as it came; with the caller's address for 40164.</param>
public sealed record TokenFailureDto(DateTimeOffset At, int? ErrorCode, string Text, string? Advice, string? Detail);
