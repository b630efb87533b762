namespace WeChatNotifications.Simulator.Push;

/// <summary>Pushes whose time has not come: receipts that are delayed, and tries that follow a failed one. Real time.</summary>
internal sealed class PushSchedule : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<PushJob, long> _later = new();
    private readonly TimeProvider _time;
    private readonly Action<PushJob> _start;
    private readonly ITimer _timer;
    private bool _disposed;

    /// <param name="time">Real time.</param>
    /// <param name="start">Takes each job when it is due; must not wait.</param>
    public PushSchedule(TimeProvider time, Action<PushJob> start)
    {
        (_time, _start) = (time, start);
        _timer = time.CreateTimer(_ => StartDue(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(PushJob job, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            _start(job);
            return;
        }

        lock (_gate)
        {
            var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            _later.Enqueue(job, due);
            if (_later.Peek() == job)
            {
                SetTimer(due);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _later.Clear();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void StartDue()
    {
        lock (_gate)
        {
            while (_later.TryPeek(out _, out var due))
            {
                if (due > _time.GetTimestamp())
                {
                    SetTimer(due);
                    return;
                }

                _start(_later.Dequeue());
            }
        }
    }

    private void SetTimer(long due)
    {
        if (!_disposed)
        {
            // A millisecond more: timers are no finer, and one that rings early would have to be set again.
            var wait = TimeSpan.FromSeconds((due - _time.GetTimestamp()) / (double)_time.TimestampFrequency) + TimeSpan.FromMilliseconds(1);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}
