namespace WeChatNotifications.Events;

/// <summary>
/// Something that the module tells the host: what became of a message, a broadcast or an app. Told once it stands in the database, and at
/// most once: what is not told when a process dies is found in the delivery log only.
/// </summary>
public interface IOutcomeEvent
{
    /// <summary>The tenant it concerns; null for the host itself.</summary>
    Guid? TenantId { get; }

    /// <summary>When it happened.</summary>
    DateTimeOffset At { get; }
}
