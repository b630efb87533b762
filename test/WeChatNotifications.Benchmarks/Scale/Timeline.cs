namespace WeChatNotifications.Benchmarks.Scale;

/// <summary>What several hosts have recorded together, and when.</summary>
internal sealed class Timeline
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HostProcess, long> _hosts = [];
    private readonly List<(DateTimeOffset At, long Total)> _points = [];
    private long _awaited = long.MaxValue;
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Note(HostProcess host, DateTimeOffset at, long recorded)
    {
        lock (_gate)
        {
            _hosts[host] = recorded;
            _points.Add((at, _hosts.Values.Sum()));
            Check();
        }
    }

    /// <summary>Completes when all hosts together have recorded so many since they started.</summary>
    public Task UntilAsync(long total, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _awaited = total;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Check();
            return _reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Messages a second between two totals. From some way into the work to shortly before its end: a host that queued nothing itself finds work
    /// when it looks next, and at the end not all have some.
    /// </summary>
    public double RateBetween(long from, long to)
    {
        lock (_gate)
        {
            var first = _points.First(p => p.Total >= from);
            var last = _points.First(p => p.Total >= to);
            return (last.Total - first.Total) / (last.At - first.At).TotalSeconds;
        }
    }

    private void Check()
    {
        if (_hosts.Values.Sum() >= _awaited)
        {
            _awaited = long.MaxValue;
            _reached.SetResult();
        }
    }
}
