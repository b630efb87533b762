namespace WeChatNotifications.Simulator.Wire;

/// <summary>Where each feature registers its calls.</summary>
internal sealed class EndpointList
{
    public List<CallEndpoint> All { get; } = [];

    public void Add(string path, Func<CallEndpoint, HttpContext, Call> start) => All.Add(new(path, start));
}
