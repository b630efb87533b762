using WeChatNotifications.Reliability.Pressure;
using WeChatNotifications.Reliability.Reporting;

namespace WeChatNotifications.Reliability;

/// <summary>What a run can be asked for by name.</summary>
internal static class ScenarioNames
{
    public static Task<RunResult> RunAsync(string name, RunOptions options, CancellationToken cancellationToken) => name switch
    {
        "storm" => new Storm(options).RunAsync(cancellationToken),
        "overload" => new Overload(options).RunAsync(cancellationToken),
        "slow" => new SlowWeChat(options).RunAsync(cancellationToken),
        "outage" => new Outage(options).RunAsync(cancellationToken),
        _ => throw new ArgumentException($"There is no scenario {name}.", nameof(name)),
    };
}
