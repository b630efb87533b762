namespace WeChatNotifications.Recipients;

/// <summary>
/// Stores the users whom the apps know. Lists see the ambient tenant's only; what is written belongs to the tenant that is named.
/// Many nodes may write at once: no user is noted twice, and nothing that was learnt is lost.
/// </summary>
public interface IRecipientRepository
{
    /// <summary>Notes what was learnt of users, thousands at once if need be; those that are not known yet are noted for the first time.</summary>
    /// <param name="tenantId">The app's tenant.</param>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="sightings">What was learnt; of one user the last one counts. What cannot be stored is left out.</param>
    /// <param name="at">When that was so. What is known to have changed since stays: news may come in any order.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>How many users were not known before.</returns>
    Task<int> SeeAsync(
        Guid? tenantId, Guid appCredentialId, IReadOnlyCollection<RecipientSighting> sightings, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Ties an openid to a user of the host, or unties it; an openid that is not known yet is noted.</summary>
    /// <param name="tenantId">The app's tenant.</param>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="openId">The openid.</param>
    /// <param name="userId">The host's id of the user; null unties.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The recipient as it is now, not tracked.</returns>
    Task<Recipient> LinkAsync(
        Guid? tenantId, Guid appCredentialId, string openId, string? userId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One by id, not tracked.</summary>
    Task<Recipient?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>One by its openid under an app, not tracked.</summary>
    Task<Recipient?> FindAsync(Guid appCredentialId, string openId, CancellationToken cancellationToken);

    /// <summary>A page in the order of their ids, not tracked.</summary>
    Task<IReadOnlyList<Recipient>> ListAsync(RecipientFilter filter, Guid? after, int take, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets a person under one app: the recipient, what they allowed and the form ids collected from them, in one transaction. The log of
    /// what was sent to them stays.
    /// </summary>
    /// <returns>Whether there was such a recipient.</returns>
    Task<bool> ForgetAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>Which recipients to list; what is null does not narrow.</summary>
/// <param name="AppCredentialId">Of one app.</param>
/// <param name="UserId">Of this user of the host.</param>
/// <param name="OpenId">With this openid.</param>
/// <param name="UnionId">With this union id.</param>
/// <param name="IsSubscribed">Followers, or those who are known to follow no more.</param>
public sealed record RecipientFilter(Guid? AppCredentialId, string? UserId, string? OpenId, string? UnionId, bool? IsSubscribed);

/// <summary>The two events of an official account that are news of one user.</summary>
public static class RecipientRepositoryExtensions
{
    /// <summary>The user began to follow the official account.</summary>
    public static Task FollowAsync(
        this IRecipientRepository recipients, Guid? tenantId, Guid appCredentialId, string openId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        return recipients.SeeAsync(
            tenantId, appCredentialId, [new RecipientSighting(openId) { IsSubscribed = true, SubscribedSince = at }], at, cancellationToken);
    }

    /// <summary>The user stopped following the official account.</summary>
    public static Task UnfollowAsync(
        this IRecipientRepository recipients, Guid? tenantId, Guid appCredentialId, string openId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        return recipients.SeeAsync(tenantId, appCredentialId, [new RecipientSighting(openId) { IsSubscribed = false }], at, cancellationToken);
    }
}
