using System.Collections.Concurrent;
using System.Threading.Channels;

namespace WeChatNotifications.Deliveries;

/// <summary>Carries wake-ups from senders to the dispatcher of the same process; a thousand of them cost one wake-up.</summary>
internal sealed class DeliverySignal : IDeliverySignal
{
    private readonly ConcurrentDictionary<Guid, bool> _apps = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void WorkArrived(Guid appCredentialId)
    {
        _apps[appCredentialId] = true;
        Wake();
    }

    /// <summary>Makes the dispatcher look around without naming an app.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>The apps named since the last call.</summary>
    public IReadOnlyList<Guid> TakeApps()
    {
        var apps = new List<Guid>();
        foreach (var app in _apps.Keys)
        {
            if (_apps.TryRemove(app, out _))
            {
                apps.Add(app);
            }
        }

        return apps;
    }

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
}
