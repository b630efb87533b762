using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications.RabbitMq.Tests.Support;

/// <summary>Counts what the instruments of one node say, by instrument and result.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public Measured(IServiceProvider node)
    {
        var own = node.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == own && instrument.Name.StartsWith("wechat.rabbitmq.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = instrument.Name + (tags.Length == 0 ? "" : " " + tags[0].Value);
            lock (_counts)
            {
                _counts[key] = _counts.GetValueOrDefault(key) + value;
            }
        });
        _listener.Start();
    }

    public long this[string key]
    {
        get
        {
            lock (_counts)
            {
                return _counts.GetValueOrDefault(key);
            }
        }
    }

    public void Dispose() => _listener.Dispose();
}
