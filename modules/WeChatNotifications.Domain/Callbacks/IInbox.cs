namespace WeChatNotifications.Callbacks;

/// <summary>Sees to it that what arrives twice has its effect once. Works for the ambient tenant's apps.</summary>
public interface IInbox
{
    /// <summary>
    /// Notes arrivals and lets the new ones take effect in the same transaction: either both stand afterwards, or neither. Two nodes that
    /// are told the same thing at the same time wait for each other.
    /// </summary>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="keys">What arrived; a key that stands twice counts once. At most <see cref="InboxEntry.KeyLength"/> characters each.</param>
    /// <param name="now">The present.</param>
    /// <param name="effect">
    /// Given those keys that are new. Writes through services of the same scope only; may run more than once, when the database asks for it.
    /// Not called when none is new.
    /// </param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>The new ones.</returns>
    Task<IReadOnlySet<string>> HandleOnceAsync(
        Guid appCredentialId, IReadOnlyCollection<string> keys, DateTimeOffset now, Func<IReadOnlySet<string>, CancellationToken, Task> effect,
        CancellationToken cancellationToken);

    /// <summary>Forgets one arrival; what was not noted is no fault.</summary>
    Task ForgetAsync(Guid appCredentialId, string key, CancellationToken cancellationToken);

    /// <summary>Forgets what arrived before a moment, except checks of our address.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetAsync(DateTimeOffset before, int max, CancellationToken cancellationToken);
}
