namespace WeChatNotifications.Permits;

/// <summary>Keeps form ids that users' taps and payments gave.</summary>
public interface IFormIdCollector
{
    /// <summary>Keeps those that are not known yet; many nodes may be told of the same ones at once.</summary>
    /// <returns>How many were new.</returns>
    Task<int> CollectAsync(IReadOnlyCollection<FormIdRecord> formIds, CancellationToken cancellationToken);

    /// <summary>How many messages a user's form ids pay for, of those that are good until <paramref name="goodUntil"/> at least.</summary>
    Task<int> CountUsesAsync(Guid appCredentialId, string openId, DateTimeOffset goodUntil, CancellationToken cancellationToken);
}
