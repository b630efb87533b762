using WeChatNotifications.Rules;

namespace WeChatNotifications.Credentials;

internal static class AppCredentialRepositoryExtensions
{
    /// <summary>The app that an input names as <c>appCredentialId</c>, not tracked.</summary>
    /// <exception cref="RuleViolationException">The tenant has no such app.</exception>
    public static async Task<AppCredential> RequireInBodyAsync(this IAppCredentialRepository credentials, Guid appCredentialId, CancellationToken cancellationToken)
    {
        if (appCredentialId == Guid.Empty)
        {
            throw new RuleViolationException([new("appCredentialId", RuleCodes.Required)]);
        }

        return await credentials.GetManyAsync([appCredentialId], cancellationToken).ConfigureAwait(false) is [var app]
            ? app
            : throw new RuleViolationException([new("appCredentialId", RuleCodes.Unknown, ("value", appCredentialId))]);
    }
}
