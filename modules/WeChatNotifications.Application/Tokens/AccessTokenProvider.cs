using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Security;

namespace WeChatNotifications.Tokens;

/// <summary>
/// Tokens in two layers: this node's copy, and the distributed cache that all nodes share. One refresh per app at a time; the last
/// good token is handed out as long as it is valid, whatever happens to a refresh.
/// </summary>
internal sealed class AccessTokenProvider(
    AccessTokenSource source, TokenHealth health, IDistributedCache cache, ISecretProtector protector, IOptions<AccessTokenOptions> options, TimeProvider timeProvider,
    ILogger<AccessTokenProvider> logger)
    : IAccessTokenProvider, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, AppTokenState> _states = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly AccessTokenOptions _options = options.Value;

    public ValueTask<AccessTokenResult> GetAsync(AppCredential app, CancellationToken cancellationToken)
    {
        var state = StateOf(app);
        var now = timeProvider.GetUtcNow();
        if (state.Usable(app, now) is { } current && now < state.TrustedUntil)
        {
            if (now >= state.RefreshAt)
            {
                // Handed out while it is renewed: nobody waits, and nobody is without a token.
                _ = state.Single(() => RefreshAsync(app, state, CacheUse.Skip));
            }

            return ValueTask.FromResult<AccessTokenResult>(new AccessTokenResult.Available(current.Token, current.ExpiresAt));
        }

        if (state.RecentFailure(now) is { } failure)
        {
            return ValueTask.FromResult(failure);
        }

        return new ValueTask<AccessTokenResult>(state.Single(() => RefreshAsync(app, state, CacheUse.Read)).WaitAsync(cancellationToken));
    }

    public async Task InvalidateAsync(AppCredential app, string rejectedToken, CancellationToken cancellationToken)
    {
        var state = StateOf(app);
        state.Reject(rejectedToken);
        if (await ReadCacheAsync(app, cancellationToken).ConfigureAwait(false) is { } shared && shared.Token == rejectedToken)
        {
            await TryCacheAsync(c => c.RemoveAsync(KeyOf(app), cancellationToken)).ConfigureAwait(false);
        }

        TokenLog.Rejected(logger, app.AppId);
    }

    public async Task<AccessTokenResult> FetchAsync(AppCredential app, CancellationToken cancellationToken)
    {
        var result = await source.FetchAsync(app, forceRefresh: false, cancellationToken).ConfigureAwait(false);
        if (result is AccessTokenResult.Available issued)
        {
            await AdoptAsync(app, StateOf(app), issued, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_states.Values.Select(s => s.Drain())).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private AppTokenState StateOf(AppCredential app) => _states.GetOrAdd(app.Id, static _ => new AppTokenState());

    private async Task<AccessTokenResult> RefreshAsync(AppCredential app, AppTokenState state, CacheUse cacheUse)
    {
        // Belongs to all callers at once, so no single caller's cancellation ends it.
        var cancellationToken = _stopping.Token;
        if (cacheUse == CacheUse.Read
            && await ReadCacheAsync(app, cancellationToken).ConfigureAwait(false) is { } shared
            && state.TryAdopt(shared, app, timeProvider.GetUtcNow(), RefreshTimeOf(shared), _options.LocalFreshness))
        {
            health.Regained(app.Id);
            return new AccessTokenResult.Available(shared.Token, shared.ExpiresAt);
        }

        var result = app.TokenMode == TokenMode.Classic
            ? await source.FetchUnderLeaseAsync(app, () => FindNewerAsync(app, state, cancellationToken), cancellationToken).ConfigureAwait(false)
            : await source.FetchAsync(app, forceRefresh: false, cancellationToken).ConfigureAwait(false);

        // The stable call gives the same token again until its time is over; one that WeChat itself rejects must be forced out.
        if (result is AccessTokenResult.Available again && again.Token == state.RejectedToken && app.TokenMode == TokenMode.Stable)
        {
            var now = timeProvider.GetUtcNow();
            if (!state.MayForce(now, _options.ForcedRefreshSpacing))
            {
                return Fail(app, state, new AccessTokenResult.Unreachable("WeChat rejects the token that it issues, and a forced refresh was made a moment ago."));
            }

            TokenLog.Forced(logger, app.AppId);
            result = await source.FetchAsync(app, forceRefresh: true, cancellationToken).ConfigureAwait(false);
        }

        if (result is not AccessTokenResult.Available issued)
        {
            return Fail(app, state, result);
        }

        await AdoptAsync(app, state, issued, cancellationToken).ConfigureAwait(false);
        return issued;
    }

    private AccessTokenResult Fail(AppCredential app, AppTokenState state, AccessTokenResult failure)
    {
        var now = timeProvider.GetUtcNow();
        state.NoteFailure(failure, now + _options.FailureBackoff);
        TokenLog.RefreshFailed(logger, app.AppId, failure.ToString());
        if (state.Usable(app, now) is { } lastGood)
        {
            return new AccessTokenResult.Available(lastGood.Token, lastGood.ExpiresAt);
        }

        health.Lost(app.Id, app.AppId);
        return failure;
    }

    private async Task AdoptAsync(AppCredential app, AppTokenState state, AccessTokenResult.Available issued, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var token = new CachedAccessToken(issued.Token, issued.ExpiresAt, app.SecretVersion);
        state.Adopt(token, now, RefreshTimeOf(token), _options.LocalFreshness);
        health.Regained(app.Id);
        await TryCacheAsync(c => c.SetAsync(
            KeyOf(app), token.Seal(protector), new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = issued.ExpiresAt > now ? issued.ExpiresAt - now : TimeSpan.FromSeconds(1) }, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>A token that another node has put into the cache while we waited for the lease.</summary>
    private async Task<AccessTokenResult.Available?> FindNewerAsync(AppCredential app, AppTokenState state, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return await ReadCacheAsync(app, cancellationToken).ConfigureAwait(false) is { } shared && state.IsUsable(shared, app, now) && now < RefreshTimeOf(shared)
            ? new AccessTokenResult.Available(shared.Token, shared.ExpiresAt)
            : null;
    }

    private async Task<CachedAccessToken?> ReadCacheAsync(AppCredential app, CancellationToken cancellationToken)
    {
        byte[]? bytes = null;
        await TryCacheAsync(async c => bytes = await c.GetAsync(KeyOf(app), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return bytes is null ? null : CachedAccessToken.Open(bytes, protector);
    }

    /// <summary>A cache that is down costs calls to WeChat, not messages.</summary>
    private async Task TryCacheAsync(Func<IDistributedCache, Task> use)
    {
        try
        {
            await use(cache).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            TokenLog.CacheFailed(logger, exception);
        }
    }

    private DateTimeOffset RefreshTimeOf(CachedAccessToken token)
    {
        var jitter = _options.RefreshJitter * Random.Shared.NextDouble();
        var ahead = _options.RefreshAhead - jitter;
        return token.ExpiresAt - (ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
    }

    private string KeyOf(AppCredential app) => $"{_options.CacheKeyPrefix}:access-token:{app.Id:N}:{app.TokenMode}";

    private enum CacheUse
    {
        Read,
        Skip,
    }
}
