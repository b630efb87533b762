using System.Text.Json.Serialization;
using WeChatNotifications.Reliability.Checking;

namespace WeChatNotifications.Reliability.Reporting;

/// <summary>What came of one run.</summary>
/// <param name="Work">Calls by kind.</param>
/// <param name="Faults">Faults by kind.</param>
/// <param name="Messages">Messages asked for.</param>
/// <param name="Arrived">Messages that WeChat accepted, doubles counted.</param>
internal sealed record RunResult(
    string Scenario, int Seed, TimeSpan Took, IReadOnlyDictionary<string, int> Work, IReadOnlyDictionary<string, int> Faults, int Messages, int Arrived, Findings Findings)
{
    /// <summary>Figures of a scenario of its own.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>What the hosts wrote, for whoever looks for the cause of a violation.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Outputs { get; init; } = [];

    public int InjectedFaults => Faults.Values.Sum();
}
