using WeChatNotifications.Permits;

namespace WeChatNotifications.Deliveries;

/// <summary>What came of one attempt, besides the delivery's new state.</summary>
/// <param name="Decision">What else to do.</param>
internal sealed record AttemptResult(OutcomeDecision Decision)
{
    /// <summary>What to note in the timeline before the outcome itself.</summary>
    public IReadOnlyList<DeliveryAttempt> Notes { get; init; } = [];

    /// <summary>What it means for a ledger of grants.</summary>
    public GrantChange? Grant { get; init; }

    /// <summary>What becomes of the use of a form id.</summary>
    public FormIdSettlement? FormId { get; init; }

    /// <summary>Whether another template has taken over.</summary>
    public bool FellBack { get; init; }
}
