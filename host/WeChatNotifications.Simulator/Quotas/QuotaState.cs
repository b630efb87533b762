using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Quotas;

/// <summary>One limit of one app and how much of it is used in the current minute or day. A null limit is none.</summary>
public sealed record QuotaState(string AppId, string Name, long? Limit, long Used);

/// <summary>Changes limits of an app, and sets its counters back when asked.</summary>
public sealed record QuotaChange
{
    [Required]
    public required string AppId { get; init; }

    public AppLimits? Limits { get; init; }

    public bool ResetUse { get; init; }
}
