using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Callbacks;

/// <summary>A genuine push on its way into the database.</summary>
internal sealed class PushedCallback(CallbackAccount account, PushedMessage message, DateTimeOffset receivedAt)
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CallbackAccount Account => account;

    public PushedMessage Message => message;

    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>What it brings about, and by what it is known again.</summary>
    public IReadOnlyList<CallbackEffect> Effects { get; } = CallbackEffect.Of(message, receivedAt);

    /// <summary>Over when it cannot be lost any more, or there was nothing to store.</summary>
    public Task Stored => _stored.Task;

    public void MarkStored() => _stored.TrySetResult();
}
