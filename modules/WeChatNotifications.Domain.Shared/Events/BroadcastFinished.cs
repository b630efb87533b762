using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Events;

/// <summary>A broadcast is over: every message has its outcome, or somebody cancelled it, or it cannot go on.</summary>
public sealed record BroadcastFinished : IOutcomeEvent
{
    /// <summary>The broadcast.</summary>
    public required Guid BroadcastId { get; init; }

    /// <inheritdoc />
    public Guid? TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset At { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The template's app.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>Logical name of the template.</summary>
    public required string Template { get; init; }

    /// <summary><see cref="BroadcastStatus.Completed"/>, <see cref="BroadcastStatus.Cancelled"/> or <see cref="BroadcastStatus.Failed"/>.</summary>
    public required BroadcastStatus Status { get; init; }

    /// <summary>Why it failed; null for another end.</summary>
    public string? Message { get; init; }

    /// <summary>Recipients who were put into the queue.</summary>
    public long Recipients { get; init; }

    /// <summary>Which broadcast and how it ended.</summary>
    public override string ToString() => $"{nameof(BroadcastFinished)} {BroadcastId} {Status}";
}
