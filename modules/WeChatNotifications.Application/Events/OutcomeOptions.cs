using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Events;

/// <summary>Which outcomes the module tells, and how.</summary>
public sealed class OutcomeOptions
{
    /// <summary>What is told. Default: everything.</summary>
    public OutcomeKinds Told { get; set; } = OutcomeKinds.All;

    /// <summary>
    /// What is told of the single messages of broadcasts, as far as <see cref="Told"/> has it. Default: everything but
    /// <see cref="OutcomeKinds.Sent"/>, since a million events say no more than one <see cref="BroadcastFinished"/>.
    /// </summary>
    public OutcomeKinds ToldOfBroadcasts { get; set; } = OutcomeKinds.All & ~OutcomeKinds.Sent;

    /// <summary>Events that may wait on this node, 100 to 1,000,000; beyond that new ones are dropped. Default 50,000.</summary>
    [Range(100, 1_000_000)]
    public int Capacity { get; set; } = 50_000;

    /// <summary>Most events that a handler is given at once, 1 to 10,000. Default 200.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 200;

    /// <summary>After what time a handler that is not done with a batch is given up, 1 s to 10 min; a publisher has so long for each event. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
