using System.Threading.Channels;

namespace WeChatNotifications.Jobs;

/// <summary>Wakes one that waits; rung several times before that, it wakes once.</summary>
internal sealed class JobBell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the one that waits, or that waits next.</summary>
    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Waits to be woken, at most for the given time; throws nothing when it is cancelled.</summary>
    /// <returns>Whether it was woken.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _rung.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
