using WeChatNotifications.Credentials;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// The durable queue behind the delivery engine. A database provider may replace it; the LINQ version is the reference.
/// All but <see cref="EnqueueAsync"/> work across tenants.
/// </summary>
public interface IDeliveryQueue
{
    /// <summary>
    /// Stores new deliveries, in the caller's transaction where the caller has joined one. A delivery whose dedup key stands
    /// already is not stored.
    /// </summary>
    /// <returns>For each delivery, in order, the one that stands: itself, or the earlier one with its key.</returns>
    Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(IReadOnlyList<DeliveryLog> deliveries, CancellationToken cancellationToken);

    /// <summary>Apps that are enabled, not paused, and have at least one delivery that is due.</summary>
    Task<IReadOnlyList<Guid>> FindAppsWithWorkAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up to <see cref="DeliveryClaim.Max"/> due deliveries of one app, the most urgent lane first and the longest due first
    /// within it, and counts the attempt. No two calls, on whatever node, ever get the same one. An app that is disabled or paused
    /// gives none, so that a wake-up for new work cannot get round a pause.
    /// </summary>
    Task<IReadOnlyList<DeliveryLog>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken);

    /// <summary>Makes claims last longer. A row whose lease has lapsed is not renewed, since another node may hold it.</summary>
    /// <returns>How many rows are still ours.</returns>
    Task<int> RenewAsync(IReadOnlyCollection<Guid> claimTokens, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>
    /// Writes outcomes in one transaction (the caller's, where one is open), together with their attempts and what they mean for grants and form
    /// ids. An outcome whose claim is not the row's any more is ignored with all that belongs to it.
    /// </summary>
    /// <returns>The outcomes that were written, in any order.</returns>
    Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>
    /// Takes back rows whose lease has lapsed: into the queue, or into <see cref="DeliveryStatus.Unconfirmed"/> where the app's
    /// policy is <see cref="UnconfirmedPolicy.Hold"/> and WeChat would not refuse a second message itself, or into
    /// <see cref="DeliveryStatus.Failed"/> when all attempts are used up. Uses of form ids stay bound.
    /// </summary>
    /// <param name="now">The present.</param>
    /// <param name="maxAttempts">Attempts before a delivery fails for good.</param>
    /// <param name="lease">How long nodes take leases for: tells how long ago a lost call may have been made.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>How much is waiting, for metrics and health.</summary>
    Task<DeliveryBacklog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A delivery that stands in the queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its state.</param>
/// <param name="IsDuplicate">Whether it is an earlier one with the same dedup key.</param>
public readonly record struct EnqueuedDelivery(Guid Id, DeliveryStatus Status, bool IsDuplicate);

/// <summary>A wish for work.</summary>
/// <param name="AppCredentialId">Of this app.</param>
/// <param name="Token">Names the claim.</param>
/// <param name="Max">At most so many.</param>
/// <param name="Now">The present.</param>
/// <param name="LeaseUntil">How long the rows stay ours without renewal.</param>
/// <param name="LeastUrgent">Of this lane and those before it.</param>
public readonly record struct DeliveryClaim(
    Guid AppCredentialId, Guid Token, int Max, DateTimeOffset Now, DateTimeOffset LeaseUntil, DeliveryPriority LeastUrgent = DeliveryPriority.Bulk)
{
    /// <summary>Among <see cref="DeliveryPriority.Transactional"/> ones, those first that became due last.</summary>
    public bool NewestTransactionalFirst { get; init; }
}

/// <summary>What became of a claimed delivery.</summary>
/// <param name="Delivery">The delivery in its new state.</param>
/// <param name="ClaimToken">The claim under which it was held.</param>
/// <param name="Attempts">What to note in its timeline, oldest first; empty when it simply succeeded or was never tried.</param>
public sealed record DeliveryOutcome(DeliveryLog Delivery, Guid ClaimToken, IReadOnlyList<DeliveryAttempt> Attempts)
{
    /// <summary>What it means for a ledger of grants; null for nothing.</summary>
    public GrantChange? Grant { get; init; }

    /// <summary>What becomes of the use of a form id that the delivery holds; null when it holds none, or goes on holding it.</summary>
    public FormIdSettlement? FormId { get; init; }

    /// <summary>Whether the delivery fell back to another template: app, receiver and message have changed too.</summary>
    public bool FellBack { get; init; }
}

/// <summary>What the reaper found.</summary>
/// <param name="Requeued">Rows put back into the queue.</param>
/// <param name="Held">Rows held for a person.</param>
/// <param name="Failed">Rows given up.</param>
public readonly record struct ReapedDeliveries(int Requeued, int Held, int Failed)
{
    /// <summary>All of them.</summary>
    public int Total => Requeued + Held + Failed;
}

/// <summary>How much is waiting.</summary>
/// <param name="Due">Deliveries that could be sent now.</param>
/// <param name="Scheduled">Deliveries that wait for their time.</param>
/// <param name="Sending">Deliveries that nodes hold.</param>
/// <param name="OldestDue">Since when the longest waiting one is due; null when none is.</param>
public readonly record struct DeliveryBacklog(long Due, long Scheduled, long Sending, DateTimeOffset? OldestDue);
