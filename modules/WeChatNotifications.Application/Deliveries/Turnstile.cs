using System.Threading.Channels;

namespace WeChatNotifications.Deliveries;

/// <summary>Lets one pass at a time, in the order in which they came. Holds nothing that would have to be disposed of.</summary>
internal sealed class Turnstile
{
    private readonly Channel<bool> _pass = Channel.CreateBounded<bool>(1);

    public Turnstile() => Leave();

    /// <summary>Waits until it is free; <see cref="Leave"/> must follow.</summary>
    public ValueTask<bool> EnterAsync(CancellationToken cancellationToken) => _pass.Reader.ReadAsync(cancellationToken);

    /// <summary>Lets the next one pass.</summary>
    public void Leave() => _pass.Writer.TryWrite(true);
}
