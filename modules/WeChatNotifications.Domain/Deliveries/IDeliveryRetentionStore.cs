namespace WeChatNotifications.Deliveries;

/// <summary>Removes what is older than anybody wants to know, a limited number of rows at a time. Works across tenants.</summary>
public interface IDeliveryRetentionStore
{
    /// <summary>
    /// Removes finished deliveries with their attempts, going through the log from the oldest end on. One that waits, is being sent, or was
    /// retried meanwhile stays; the statistics do not change.
    /// </summary>
    /// <param name="after">Where the step before ended; null to begin.</param>
    /// <param name="cutoffs">Which are too old.</param>
    /// <param name="max">Most rows looked at.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    Task<RetentionStep> ForgetAsync(RetentionCursor? after, RetentionCutoffs cutoffs, int max, CancellationToken cancellationToken);

    /// <summary>Removes recipients and bad rows of broadcasts that ended before a moment; the broadcasts themselves stay.</summary>
    /// <returns>How many rows were removed; 0 when there are none left.</returns>
    Task<int> ForgetBroadcastListsAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken);
}

/// <summary>Before which moment a delivery must have finished to be removed.</summary>
/// <param name="Usual">For tenants without a rule of their own.</param>
/// <param name="ByTenant">For those with one.</param>
public sealed record RetentionCutoffs(DateTimeOffset Usual, IReadOnlyDictionary<Guid, DateTimeOffset> ByTenant)
{
    /// <summary>The latest of all.</summary>
    public DateTimeOffset Latest => ByTenant.Values.Append(Usual).Max();

    /// <summary>A tenant's.</summary>
    public DateTimeOffset Of(Guid? tenantId) => tenantId is { } id && ByTenant.TryGetValue(id, out var own) ? own : Usual;
}

/// <summary>What a step of the retention has done.</summary>
/// <param name="Removed">Deliveries that were removed.</param>
/// <param name="Next">Where the next step begins; null when the log is through.</param>
public readonly record struct RetentionStep(int Removed, RetentionCursor? Next);

/// <summary>How far the retention has come.</summary>
/// <param name="FinishedAt">When the last delivery that was looked at had finished.</param>
/// <param name="Id">Which of those it was.</param>
public readonly record struct RetentionCursor(DateTimeOffset FinishedAt, Guid Id);
