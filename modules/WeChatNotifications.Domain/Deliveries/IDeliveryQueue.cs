using WeChatNotifications.Credentials;

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
    /// Writes outcomes in one transaction (the caller's, where one is open), together with their attempts and what they mean for subscription grants. An outcome
    /// whose claim is not the row's any more is ignored.
    /// </summary>
    /// <returns>The outcomes that were written, in any order.</returns>
    Task<IReadOnlyList<DeliveryOutcome>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>
    /// Takes back rows whose lease has lapsed: into the queue, or into <see cref="DeliveryStatus.Unconfirmed"/> where the app's
    /// policy is <see cref="UnconfirmedPolicy.Hold"/>, or into <see cref="DeliveryStatus.Failed"/> when all attempts are used up.
    /// </summary>
    Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts, CancellationToken cancellationToken);

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
public readonly record struct DeliveryClaim(Guid AppCredentialId, Guid Token, int Max, DateTimeOffset Now, DateTimeOffset LeaseUntil);

/// <summary>What became of a claimed delivery.</summary>
/// <param name="Delivery">The delivery in its new state.</param>
/// <param name="ClaimToken">The claim under which it was held.</param>
/// <param name="Attempt">The attempt to note in its timeline; null when it simply succeeded or was never made.</param>
public sealed record DeliveryOutcome(DeliveryLog Delivery, Guid ClaimToken, DeliveryAttempt? Attempt);

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
