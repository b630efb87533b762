namespace WeChatNotifications.Deliveries;

/// <summary>
/// Carries wake-ups between the processes that work on the present database. Losing one costs a poll interval, never a delivery.
/// </summary>
public interface IWakeUpChannel
{
    /// <summary>Whether this kind of database can carry any.</summary>
    bool IsSupported { get; }

    /// <summary>Listens until the connection is lost, which it throws, or until it shall stop.</summary>
    /// <param name="connectionString">Where to listen when the database's own address will not do, as with a pool that shares connections between transactions; null for its own.</param>
    /// <param name="heard">Told what comes, and once <see cref="WakeUp.Everything"/> when listening has begun: what was said before is lost.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task ListenAsync(string? connectionString, Action<WakeUp> heard, CancellationToken cancellationToken);

    /// <summary>Tells all who listen, the sender among them, never as part of a caller's transaction.</summary>
    Task SendAsync(IReadOnlyCollection<WakeUp> wakeUps, CancellationToken cancellationToken);
}

/// <summary>What a wake-up says.</summary>
public enum WakeUpKind
{
    /// <summary>An app has new work.</summary>
    Work = 0,

    /// <summary>An app was changed.</summary>
    Settings = 1,

    /// <summary>Nobody knows what was missed.</summary>
    Everything = 2,
}

/// <summary>A word from one process to the others.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="AppCredentialId">Of which app; empty when it is of all.</param>
/// <param name="Sender">The process that says it.</param>
public readonly record struct WakeUp(WakeUpKind Kind, Guid AppCredentialId, Guid Sender)
{
    /// <summary>Look around: something may have been missed.</summary>
    public static WakeUp Everything { get; } = new(WakeUpKind.Everything, Guid.Empty, Guid.Empty);
}
