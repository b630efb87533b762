using System.Diagnostics.Metrics;
using WeChatNotifications.Diagnostics;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>
/// Counts recorded outcomes by the module's own metric, which moves only when the database has them: polling the table would
/// cost what is being measured.
/// </summary>
internal sealed class OutcomeCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private long _sent;
    private long _total;
    private long _awaited = long.MaxValue;
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutcomeCounter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: WeChatNotificationsMetrics.Name, Name: "wechat.deliveries.outcomes" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Add(count, tags));
        _listener.Start();
    }

    /// <summary>All that was recorded as sent since the counter was made.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Begins anew: what was sent beyond the last awaited number does not count for the next.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _sent = 0;
        }
    }

    /// <summary>Completes when so many more messages have been recorded as sent since the counter was made or last awaited.</summary>
    public Task WaitForAsync(long messages, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _awaited = messages;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Check();
            return _reached.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag is { Key: "status", Value: "Sent" })
            {
                lock (_gate)
                {
                    Interlocked.Add(ref _total, count);
                    _sent += count;
                    Check();
                }
            }
        }
    }

    private void Check()
    {
        if (_sent >= _awaited)
        {
            _sent -= _awaited;
            _awaited = long.MaxValue;
            _reached.SetResult();
        }
    }
}
