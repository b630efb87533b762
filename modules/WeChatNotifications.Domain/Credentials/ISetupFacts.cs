namespace WeChatNotifications.Credentials;

/// <summary>Knows what has happened to an app so far. Sees the ambient tenant's only.</summary>
public interface ISetupFacts
{
    /// <summary>Looks.</summary>
    Task<SetupFacts> ReadAsync(Guid appCredentialId, CancellationToken cancellationToken);
}

/// <summary>What has happened to an app so far.</summary>
/// <param name="HasPermit">Whether a user has allowed a message at some time: by a subscription, or with a form id that is not forgotten yet.</param>
/// <param name="LastPushAt">When WeChat last checked our address or pushed something that meant anything to us; null for never, as far as it is remembered.</param>
public sealed record SetupFacts(bool HasPermit, DateTimeOffset? LastPushAt);
