namespace WeChatNotifications.Recipients;

/// <summary>
/// Finds the openids of users: what sending to the host's users and falling back to another app need to know. Sees the ambient tenant's
/// recipients only; where the tenant filter is off, the apps named in the question are the bound, for an app belongs to one tenant.
/// </summary>
public interface IRecipientDirectory
{
    /// <summary>The openids that users of the host have under any of the apps, in any order; users and apps without one are left out.</summary>
    /// <param name="appIds">The apps (ids of their credentials).</param>
    /// <param name="userIds">The host's ids of the users; may be thousands.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<KnownRecipient>> FindByUserIdsAsync(
        IReadOnlyCollection<Guid> appIds, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);

    /// <summary>
    /// The openid under another app of the user behind an openid: by the host's user id where one is known, else by the union id. Of
    /// several the most recently seen; one that is known to have stopped following only when there is no other.
    /// </summary>
    /// <param name="appId">The app that knows the openid (id of its credential).</param>
    /// <param name="openId">The openid under it.</param>
    /// <param name="userId">The host's user id, when the notification named one; it is asked first.</param>
    /// <param name="otherAppId">The app under which an openid is wanted.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The openid, or null when nothing ties the two together.</returns>
    Task<string?> FindCounterpartAsync(Guid appId, string openId, string? userId, Guid otherAppId, CancellationToken cancellationToken);
}

/// <summary>One openid of one user of the host.</summary>
/// <param name="UserId">The host's id of the user.</param>
/// <param name="AppCredentialId">The app.</param>
/// <param name="OpenId">The openid under it.</param>
/// <param name="LastSeenAt">When we last heard of the user there.</param>
/// <param name="IsSubscribed">Whether the user follows the official account; null for a mini program, or when it is not known.</param>
public sealed record KnownRecipient(string UserId, Guid AppCredentialId, string OpenId, DateTimeOffset LastSeenAt, bool? IsSubscribed);
