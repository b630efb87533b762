namespace WeChatNotifications.Permits;

/// <summary>Keeps form ids that users' taps and payments gave.</summary>
public interface IFormIdCollector
{
    /// <summary>
    /// Keeps those that are not known yet; many nodes may be told of the same ones at once. Of a user who has more than enough, those that
    /// expire first are not used any more.
    /// </summary>
    /// <param name="formIds">What users gave.</param>
    /// <param name="maxPerUser">Most usable form ids of one user and app, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>How many were new.</returns>
    Task<int> CollectAsync(IReadOnlyCollection<FormIdRecord> formIds, int maxPerUser, CancellationToken cancellationToken);

    /// <summary>How many messages a user's form ids pay for, of those that are good until <paramref name="goodUntil"/> at least.</summary>
    Task<int> CountUsesAsync(Guid appCredentialId, string openId, DateTimeOffset goodUntil, CancellationToken cancellationToken);
}
