using System.Text.Json.Serialization;
using WeChatNotifications.Benchmarks.Jobs;

namespace WeChatNotifications.Benchmarks.Reporting;

/// <summary>One measurement with what the simulator and the database say about it.</summary>
/// <param name="Name">What was measured; measurements of the same name and delay are rounds of each other.</param>
/// <param name="DelayMs">How long the simulated WeChat takes for an answer.</param>
/// <param name="Messages">Measured messages, without warm-up.</param>
/// <param name="Expected">Messages the simulator should have, with warm-up.</param>
/// <param name="Accepted">Messages it has accepted.</param>
/// <param name="Duplicates">How many of them it had already.</param>
/// <param name="TokenCalls">Calls for an access token.</param>
/// <param name="MostPerUser">Most calls for one user at once.</param>
/// <param name="Result">What the measured process says.</param>
internal sealed record Measurement(
    string Name, int DelayMs, int Messages, long Expected, long Accepted, long Duplicates, long TokenCalls, int MostPerUser, JobResult Result)
{
    /// <summary>Messages a second from the first call to the last recorded outcome.</summary>
    public double Rate => Messages / Result.Seconds;

    public double? EnqueueRate => Messages / Result.EnqueueSeconds;

    public double? DrainRate => Messages / Result.DrainSeconds;

    /// <summary>What makes the measurement worthless; empty when every message arrived once and was recorded.</summary>
    [JsonIgnore]
    public IEnumerable<string> Faults
    {
        get
        {
            if (Accepted != Expected || Duplicates != 0)
            {
                yield return $"{Name} at {DelayMs} ms: the simulator accepted {Accepted:N0} of {Expected:N0} messages, {Duplicates:N0} of them twice.";
            }

            if (Result.SentRows is { } sent && (sent != Expected || Result.OtherRows != 0))
            {
                yield return $"{Name} at {DelayMs} ms: the database has {sent:N0} of {Expected:N0} as sent and {Result.OtherRows:N0} others.";
            }

            if (TokenCalls != 1)
            {
                yield return $"{Name} at {DelayMs} ms: {TokenCalls:N0} calls for an access token instead of one.";
            }
        }
    }
}
