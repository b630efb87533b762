namespace WeChatNotifications.RabbitMq.Connections;

/// <summary>Whether there is a connection to the broker.</summary>
internal sealed class LinkState(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private long _since = timeProvider.GetTimestamp();
    private bool _isConnected;
    private bool _wasConnected;

    /// <summary>Whether there is one now.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
            {
                return _isConnected;
            }
        }
    }

    /// <summary>For how long there has been none; null while there is one. Before the first one it counts from the start of the host.</summary>
    public TimeSpan? DownFor
    {
        get
        {
            lock (_gate)
            {
                return _isConnected ? null : timeProvider.GetElapsedTime(_since);
            }
        }
    }

    public void Connected()
    {
        lock (_gate)
        {
            (_isConnected, _wasConnected) = (true, true);
        }
    }

    public void Lost(long at)
    {
        lock (_gate)
        {
            (_isConnected, _since) = (false, at);
        }
    }

    /// <summary>Whether there was a connection since the last call.</summary>
    public bool TakeWasConnected()
    {
        lock (_gate)
        {
            (var was, _wasConnected) = (_wasConnected, false);
            return was;
        }
    }
}
