namespace WeChatNotifications.Simulator.Reports;

/// <summary>One request to the simulated WeChat, with secrets left out.</summary>
/// <param name="Sequence">1, 2, 3, … since the last reset.</param>
/// <param name="At">In simulated time.</param>
/// <param name="Outcome">WeChat's code, or the kind of fault that took the answer's place.</param>
/// <param name="DurationMs">In real milliseconds.</param>
public sealed record CallRecord(
    long Sequence, DateTimeOffset At, string Method, string Path, string Query, string? AppId, string? OpenId, string? TemplateId,
    string Outcome, double DurationMs);
