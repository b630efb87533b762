namespace WeChatNotifications.Deliveries;

/// <summary>
/// Stops an app from throwing all its messages at a WeChat that does not answer: after some failures in a row it is opened for a
/// growing while, then one message probes.
/// </summary>
internal sealed class TransportCircuit(DispatchOptions options, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private int _failures;
    private int _openings;
    private long _openedAt;
    private TimeSpan _openFor;

    /// <summary>Whether nothing may be sent.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _openings > 0 && timeProvider.GetElapsedTime(_openedAt) < _openFor;
            }
        }
    }

    /// <summary>Whether only a single message may be sent, to see whether WeChat is back.</summary>
    public bool IsProbing
    {
        get
        {
            lock (_gate)
            {
                return _openings > 0;
            }
        }
    }

    /// <summary>WeChat answered, whatever it said.</summary>
    /// <returns>Whether that closed the circuit.</returns>
    public bool Answered()
    {
        lock (_gate)
        {
            var wasOpen = _openings > 0;
            (_failures, _openings) = (0, 0);
            return wasOpen;
        }
    }

    /// <summary>WeChat was not reached or did not answer.</summary>
    /// <returns>How long the circuit is open, when this failure opened it.</returns>
    public TimeSpan? Failed()
    {
        lock (_gate)
        {
            _failures++;
            var stillOpen = _openings > 0 && timeProvider.GetElapsedTime(_openedAt) < _openFor;
            if (stillOpen || (_openings == 0 && _failures < options.CircuitThreshold))
            {
                return null;
            }

            _openings++;
            var seconds = Math.Min(options.CircuitCap.TotalSeconds, Math.Pow(2, Math.Min(_openings - 1, 20)));
            _openFor = TimeSpan.FromSeconds(seconds * (0.75 + (0.25 * Random.Shared.NextDouble())));
            _openedAt = timeProvider.GetTimestamp();
            return _openFor;
        }
    }
}
