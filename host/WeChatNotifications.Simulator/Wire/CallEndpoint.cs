using WeChatNotifications.Simulator.Latency;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Wire;

/// <summary>One path of the simulated WeChat.</summary>
internal sealed class CallEndpoint(string path, Func<CallEndpoint, HttpContext, Call> start)
{
    private volatile LatencySetting? _latency;

    public string Path => path;

    public OutcomeCounter Outcomes { get; } = new();

    /// <summary>Null: answers at once.</summary>
    public LatencySetting? Latency
    {
        get => _latency;
        set => _latency = value;
    }

    public Call Start(HttpContext http) => start(this, http);
}
