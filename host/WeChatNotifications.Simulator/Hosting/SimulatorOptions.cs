using System.ComponentModel.DataAnnotations;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>How a simulator starts.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where it listens. Default: 127.0.0.1 on a free port.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>Asked for in the header <c>X-Control-Key</c> by every call under <c>/_sim</c>. Null: no key.</summary>
    public string? ControlKey { get; init; }

    /// <summary>Whether <c>/_sim</c> answers callers from other machines. Default false.</summary>
    public bool AllowRemoteControl { get; init; }

    /// <summary>Whether events may be pushed to other machines. Default false.</summary>
    public bool AllowRemotePush { get; init; }

    /// <summary>How many calls the log remembers, 0 to 1,000,000. Default 1,000.</summary>
    [Range(0, 1_000_000)]
    public int CallLogSize { get; init; } = 1_000;

    /// <summary>The largest request taken, in bytes. Default 1 MB.</summary>
    public long MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>Behaviour to begin with, and to come back to after a reset.</summary>
    public SimulatorSettings Settings { get; init; } = new();

    /// <summary>The world to begin with; it is there before the first call is answered.</summary>
    public SeedDocument? Seed { get; init; }

    /// <summary>
    /// Whether Ctrl+C stops it. False for one that another program started: that program still needs it while it drains, and ends
    /// it. Default true.
    /// </summary>
    public bool StopsByCtrlC { get; init; } = true;

    /// <summary>What the clock and the latencies are based on. Default: the system's time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
