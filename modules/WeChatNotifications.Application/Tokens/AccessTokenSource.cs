using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Nodes;
using WeChatNotifications.Security;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.Tokens;

/// <summary>Asks WeChat for tokens. The one place where an app secret is in clear, and only while the call is made.</summary>
internal sealed class AccessTokenSource(
    IWeChatApiClient client, ISecretProtector protector, IServiceScopeFactory scopes, WeChatNotificationsMetrics metrics, NodeActivity node, TimeProvider timeProvider,
    IOptions<WeChatApiOptions> apiOptions, ILogger<AccessTokenSource> logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>Waited for on top of a lease, so that a dead holder's has surely lapsed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Longer than the call it covers, with room for cache and database.</summary>
    private readonly TimeSpan _lease = apiOptions.Value.Timeout + TimeSpan.FromSeconds(20);

    /// <summary>Makes one call.</summary>
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
        TokenResult result;
        try
        {
            result = app.TokenMode == TokenMode.Classic
                ? await client.GetAccessTokenAsync(new AccessTokenRequest(app.AppId, secret), cancellationToken).ConfigureAwait(false)
                : await client.GetStableAccessTokenAsync(new StableAccessTokenRequest(app.AppId, secret, forceRefresh), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A message handler that the host has added. Only its kind: the text may hold the address, and a classic address holds the secret.
            return new AccessTokenResult.Unreachable($"The token call ended with {exception.GetType().Name}.");
        }

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
    /// does not get the lease waits for the token that its holder brings.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="findNewer">Looks whether another node has brought one meanwhile.</param>
    /// <param name="fetch">Fetches one and puts it where others find it; ends before the lease does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<AccessTokenResult> UnderLeaseAsync(
        AppCredential app, Func<Task<AccessTokenResult.Available?>> findNewer, Func<Task<AccessTokenResult>> fetch, CancellationToken cancellationToken)
    {
        var name = $"access-token:{app.Id:N}";

        // A holder of its own for every call: two calls of one node exclude each other like those of two.
        var holder = LeaseHolders.Another(node.LeaseHolder);
        var giveUpAt = timeProvider.GetUtcNow() + _lease + Grace;
        while (!await TryAcquireAsync(name, holder, cancellationToken).ConfigureAwait(false))
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
            return await findNewer().ConfigureAwait(false) ?? await fetch().ConfigureAwait(false);
        }
        finally
        {
            await ReleaseAsync(name, holder).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryAcquireAsync(string name, Guid holder, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return await scopes.InScopeAsync(s => s.GetRequiredService<ILeaseStore>()
            .TryAcquireAsync(name, holder, now, now + _lease, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>A lease that cannot be given back lapses by itself; the token fetched under it is good all the same.</summary>
    private async Task ReleaseAsync(string name, Guid holder)
    {
        try
        {
            var scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await scope.ServiceProvider.GetRequiredService<ILeaseStore>().ReleaseAsync(name, holder, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            TokenLog.LeaseNotReleased(logger, name, exception);
        }
    }
}
