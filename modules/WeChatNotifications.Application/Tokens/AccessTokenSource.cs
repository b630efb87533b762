using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Security;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.Tokens;

/// <summary>Asks WeChat for tokens. The one place where an app secret is in clear, and only while the call is made.</summary>
internal sealed class AccessTokenSource(
    IWeChatApiClient client, ISecretProtector protector, IServiceScopeFactory scopes, WeChatNotificationsMetrics metrics, TimeProvider timeProvider)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly Guid _holder = Guid.NewGuid();

    public async Task<AccessTokenResult> FetchAsync(AppCredential app, bool forceRefresh, CancellationToken cancellationToken)
    {
        string secret;
        try
        {
            secret = protector.Unprotect(SecretPurposes.AppSecret, app.ProtectedSecret);
        }
        catch (SecretUnreadableException exception)
        {
            return new AccessTokenResult.Unreachable(exception.Message);
        }

        // Counted from before the call: a token must end for us no later than for WeChat.
        var asked = timeProvider.GetUtcNow();
        var result = app.TokenMode == TokenMode.Classic
            ? await client.GetAccessTokenAsync(new AccessTokenRequest(app.AppId, secret), cancellationToken).ConfigureAwait(false)
            : await client.GetStableAccessTokenAsync(new StableAccessTokenRequest(app.AppId, secret, forceRefresh), cancellationToken).ConfigureAwait(false);
        metrics.TokenFetched(app.TokenMode, result);
        return result switch
        {
            TokenResult.Issued issued => new AccessTokenResult.Available(issued.AccessToken, asked + issued.ExpiresIn),
            TokenResult.Refused refused => new AccessTokenResult.Refused(refused.Error),
            TokenResult.Unreachable unreachable => new AccessTokenResult.Unreachable($"{unreachable.Fault.Kind}: {unreachable.Fault.Detail}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// For classic tokens: only the holder of the app's lease may call, because every call retires the token of all others. Whoever
    /// does not get the lease waits for the token that its holder fetches.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="findNewer">Looks whether another node has fetched one meanwhile.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<AccessTokenResult> FetchUnderLeaseAsync(AppCredential app, Func<Task<AccessTokenResult.Available?>> findNewer, CancellationToken cancellationToken)
    {
        var name = $"access-token:{app.Id:N}";
        var giveUpAt = timeProvider.GetUtcNow() + Lease;
        while (!await InScopeAsync(s => s.TryAcquireAsync(name, _holder, timeProvider.GetUtcNow(), timeProvider.GetUtcNow() + Lease, cancellationToken)).ConfigureAwait(false))
        {
            if (timeProvider.GetUtcNow() >= giveUpAt)
            {
                return new AccessTokenResult.Unreachable("Another node holds the lease for this app's token and has not brought one.");
            }

            await Task.Delay(LookAgain, timeProvider, cancellationToken).ConfigureAwait(false);
            if (await findNewer().ConfigureAwait(false) is { } theirs)
            {
                return theirs;
            }
        }

        try
        {
            // The holder before us may have finished between our last look and our turn.
            return await findNewer().ConfigureAwait(false) ?? await FetchAsync(app, forceRefresh: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await InScopeAsync(async s =>
            {
                await s.ReleaseAsync(name, _holder, CancellationToken.None).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
    }

    private async Task<bool> InScopeAsync(Func<ILeaseStore, Task<bool>> use)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await use(scope.ServiceProvider.GetRequiredService<ILeaseStore>()).ConfigureAwait(false);
        }
    }
}
