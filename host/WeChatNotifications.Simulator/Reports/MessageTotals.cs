namespace WeChatNotifications.Simulator.Reports;

/// <summary>The numbers of a <see cref="MessageStore"/>.</summary>
internal sealed record MessageTotals(
    long Accepted, IReadOnlyDictionary<string, long> ByApp, IReadOnlyDictionary<SimulatedChannel, long> ByChannel, long Distinct, long Duplicates, long Unchecked, int Kept);
