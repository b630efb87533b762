using System.Collections.Concurrent;
using System.Threading.Channels;

namespace WeChatNotifications.Deliveries;

/// <summary>Where one engine finds its wake-ups; a thousand of them cost one.</summary>
internal sealed class SignalInbox
{
    private readonly ConcurrentDictionary<Guid, bool> _apps = new();
    private readonly ConcurrentDictionary<Guid, bool> _changed = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _lookAround;

    /// <summary>An app has new work.</summary>
    public void WorkArrived(Guid appCredentialId)
    {
        _apps[appCredentialId] = true;
        Wake();
    }

    /// <summary>An app was changed.</summary>
    public void SettingsChanged(Guid appCredentialId)
    {
        _changed[appCredentialId] = true;
        WorkArrived(appCredentialId);
    }

    /// <summary>Makes the engine look around without naming an app.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Makes the engine look for work that nobody named, before its time.</summary>
    public void LookAround()
    {
        Volatile.Write(ref _lookAround, 1);
        Wake();
    }

    /// <summary>Whether it shall look around, once.</summary>
    public bool TakeLookAround() => Interlocked.Exchange(ref _lookAround, 0) == 1;

    /// <summary>The apps named since the last call.</summary>
    public IReadOnlyList<Guid> TakeApps() => Take(_apps);

    /// <summary>The apps whose settings changed since the last call.</summary>
    public IReadOnlyList<Guid> TakeChanged() => Take(_changed);

    /// <summary>Waits for a wake-up, at most for the given time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _wake.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time for a poll.
        }
    }

    private static List<Guid> Take(ConcurrentDictionary<Guid, bool> named)
    {
        var apps = new List<Guid>();
        foreach (var app in named.Keys)
        {
            if (named.TryRemove(app, out _))
            {
                apps.Add(app);
            }
        }

        return apps;
    }
}
