namespace WeChatNotifications.Callbacks;

/// <summary>Lets something from outside have its effect once, however often it arrives, and at however many nodes at the same time.</summary>
public interface IInbox
{
    /// <summary>Notes the arrival and has the effect, in one transaction: both stand, or neither.</summary>
    /// <param name="entry">What arrived.</param>
    /// <param name="effect">Writes by stores of the same service scope.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>Whether it had its effect now; false when it had it before.</returns>
    Task<bool> HandleOnceAsync(InboxEntry entry, Func<CancellationToken, Task> effect, CancellationToken cancellationToken);
}
