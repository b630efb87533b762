using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Statistics;

/// <summary>What has become of a broadcast so far.</summary>
/// <param name="Done">Deliveries that have an outcome, whatever it is.</param>
/// <param name="ByOutcome">The same by outcome, the most frequent first.</param>
public sealed record BroadcastOutcomes(long Done, IReadOnlyList<OutcomeCount> ByOutcome);

/// <summary>How many deliveries stand in one outcome.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Reason">Why.</param>
/// <param name="ErrorCode">WeChat's error code; null when there was none.</param>
/// <param name="Count">How many.</param>
public sealed record OutcomeCount(DeliveryStatus Status, DeliveryReason Reason, int? ErrorCode, long Count);
