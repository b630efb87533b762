using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Latency;

/// <summary>How long an answer takes: a fixed part and a random part on top. The call has taken effect before the wait begins.</summary>
public sealed record LatencySetting
{
    internal const string Everywhere = "*";

    /// <summary>The call's path, or <c>*</c> for every call without a setting of its own.</summary>
    [Required]
    public string Path { get; set; } = Everywhere;

    /// <summary>Milliseconds every answer takes, 0 to 600,000.</summary>
    [Range(0, 600_000)]
    public int FixedMs { get; init; }

    /// <summary>Up to so many milliseconds more, evenly spread, 0 to 600,000.</summary>
    [Range(0, 600_000)]
    public int JitterMs { get; init; }

    internal TimeSpan Draw() => TimeSpan.FromMilliseconds(JitterMs > 0 ? FixedMs + Random.Shared.Next(JitterMs + 1) : FixedMs);
}
