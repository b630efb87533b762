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

    /// <summary>Notes several arrivals and has the effect of the new ones, in one transaction: all of it stands, or nothing.</summary>
    /// <param name="entries">What arrived at one app, each under a key of its own.</param>
    /// <param name="effect">Given the keys of those that are new; not called when none is. Writes by stores of the same service scope.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The keys of those that are new.</returns>
    Task<IReadOnlySet<string>> HandleNewAsync(
        IReadOnlyList<InboxEntry> entries, Func<IReadOnlySet<string>, CancellationToken, Task> effect, CancellationToken cancellationToken);

    /// <summary>Forgets what arrived before a moment. In the present database, whosever it is, where the tenant filter is off.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetAsync(DateTimeOffset before, int max, CancellationToken cancellationToken);
}
