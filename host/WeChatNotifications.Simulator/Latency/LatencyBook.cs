using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Latency;

/// <summary>The latency settings, copied onto the endpoints so that a call need not look them up.</summary>
internal sealed class LatencyBook(IReadOnlyList<CallEndpoint> endpoints)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LatencySetting> _settings = new(StringComparer.Ordinal);

    /// <summary>Sets the latency of a path; both parts 0 remove it.</summary>
    public void Set(LatencySetting setting)
    {
        lock (_gate)
        {
            if (setting is { FixedMs: 0, JitterMs: 0 })
            {
                _settings.Remove(setting.Path);
            }
            else
            {
                _settings[setting.Path] = setting;
            }

            Apply();
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _settings.Clear();
            Apply();
        }
    }

    public LatencySetting[] List()
    {
        lock (_gate)
        {
            return [.. _settings.Values];
        }
    }

    private void Apply()
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Latency = _settings.GetValueOrDefault(endpoint.Path) ?? _settings.GetValueOrDefault(LatencySetting.Everywhere);
        }
    }
}
