using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatNotifications.Callbacks;

/// <summary>What was taken and is not done with yet. Bounded: rather WeChat sends again than this process runs out of memory.</summary>
internal sealed class CallbackQueue(IOptions<CallbackOptions> options, TimeProvider timeProvider, ILogger<CallbackQueue> logger)
{
    private readonly int _capacity = options.Value.QueueCapacity;
    private readonly Channel<PushedCallback> _arrivals = Channel.CreateUnbounded<PushedCallback>(new UnboundedChannelOptions { SingleReader = true });
    private readonly LogThrottle _fullLines = new(timeProvider);
    private int _count;

    /// <summary>Messages in it, those included that are being stored or handled.</summary>
    public int Count => Volatile.Read(ref _count);

    public ChannelReader<PushedCallback> Arrivals => _arrivals.Reader;

    /// <summary>Takes a message.</summary>
    /// <returns>False when there is no room, or the host is stopping.</returns>
    public bool TryAdd(PushedCallback callback)
    {
        var count = Interlocked.Increment(ref _count);
        if (count <= _capacity && _arrivals.Writer.TryWrite(callback))
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        if (count > _capacity && _fullLines.IsOpen())
        {
            CallbackLog.QueueFull(logger, _capacity);
        }

        return false;
    }

    /// <summary>Messages are done with.</summary>
    public void Done(int messages) => Interlocked.Add(ref _count, -messages);

    /// <summary>Takes nothing any more.</summary>
    public void Close() => _arrivals.Writer.TryComplete();
}
