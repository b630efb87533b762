using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Clock;

/// <summary>What <c>/_sim/clock</c> answers.</summary>
public sealed record ClockState(DateTimeOffset Now, bool Frozen);

/// <summary>Moves the simulated time by a span (negative: back).</summary>
public sealed record ClockAdvance
{
    /// <summary>Seconds to add, less than a hundred years.</summary>
    [Range(-3e9, 3e9)]
    public required double Seconds { get; init; }
}

/// <summary>Sets the simulated time.</summary>
public sealed record ClockSetting
{
    /// <summary>Between the years 2000 and 2100.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether time stands still from then on. Default true.</summary>
    public bool Freeze { get; set; } = true;
}
