using System.Collections.Concurrent;
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
    AccessTokenSource source, TokenHealth health, ISharedTokenCache cache, ISecretProtector protector, IOptions<AccessTokenOptions> options, TimeProvider timeProvider,
    ILogger<AccessTokenProvider> logger)
    : IAccessTokenProvider, IAsyncDisposable
{
    /// <summary>Asked earlier, WeChat gives the same stable token again: it hands out the next one when 5 minutes or less remain.</summary>
    private static readonly TimeSpan LongestStableAhead = TimeSpan.FromSeconds(290);

    private readonly ConcurrentDictionary<(Guid App, TokenMode Mode), AppTokenState> _states = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly AccessTokenOptions _options = options.Value;
    private readonly AccessTokenCache _shared = new(cache, protector, options.Value.CacheKeyPrefix, timeProvider, logger);
    private bool _isDisposed;

    public ValueTask<AccessTokenResult> GetAsync(AppCredential app, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        var state = StateOf(app);
        var standing = state.StandingOf(app, timeProvider.GetUtcNow());
        if (standing.Token is { } token)
        {
            if (standing.IsDue)
            {
                // Handed out while it is renewed: nobody waits, and nobody is without a token. The state keeps the task for dispose.
                _ = Refresh(app, state);
            }

            return ValueTask.FromResult<AccessTokenResult>(new AccessTokenResult.Available(token.Token, token.ExpiresAt));
        }

        return standing.Failure is { } failure ? ValueTask.FromResult(failure) : new(WaitAsync(app, state, cancellationToken));
    }

    public Task InvalidateAsync(AppCredential app, string rejectedToken, CancellationToken cancellationToken)
    {
        // The shared entry is left to the next refresh, which replaces it: taking it away first would leave the other nodes without
        // any token meanwhile, and could hit the one that somebody has just put there.
        if (StateOf(app).Reject(rejectedToken))
        {
            TokenLog.Rejected(logger, app.AppId);
        }

        return Task.CompletedTask;
    }

    public Task<AccessTokenResult> FetchAsync(AppCredential app, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        var state = StateOf(app);
        return FetchAsync(app, findNewer: static () => Task.FromResult<AccessTokenResult.Available?>(null), FetchAndKeepAsync, cancellationToken);

        async Task<AccessTokenResult> FetchAndKeepAsync()
        {
            var result = await source.FetchAsync(app, forceRefresh: false, cancellationToken).ConfigureAwait(false);
            await KeepAsync(app, state, result, cancellationToken).ConfigureAwait(false);
            if (result is not AccessTokenResult.Available)
            {
                // For those who look. It answers for nobody else: a test says nothing to those who wait for a message.
                state.Remember(result, app.SecretVersion, timeProvider.GetUtcNow());
            }

            return result;
        }
    }

    public async Task<TokenLook> LookAsync(AppCredential app, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        var shared = (await _shared.ReadAsync(app, cancellationToken).ConfigureAwait(false)).Token;
        return StateOf(app).Look(app, timeProvider.GetUtcNow(), shared, AheadOf(app));
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await DrainAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Waits for the refreshes under way.</summary>
    internal Task DrainAsync() => Task.WhenAll(_states.Values.Select(s => s.DrainAsync()));

    private AppTokenState StateOf(AppCredential app) => _states.GetOrAdd((app.Id, app.TokenMode), static _ => new AppTokenState());

    private Task<AccessTokenResult> Refresh(AppCredential app, AppTokenState state) => state.Single(app.SecretVersion, () =>
        // Who looked before the refresh under way had failed, and comes here after it, must not try again at once.
        state.StandingOf(app, timeProvider.GetUtcNow()).Failure is { } failure ? Task.FromResult(failure) : RefreshAsync(app, state));

    private async Task<AccessTokenResult> WaitAsync(AppCredential app, AppTokenState state, CancellationToken cancellationToken)
    {
        var result = await Refresh(app, state).WaitAsync(cancellationToken).ConfigureAwait(false);

        // A refresh that began before its token was rejected may bring that token once more; one that begins now does not.
        return result is AccessTokenResult.Available available && state.IsRejected(available.Token)
            ? await Refresh(app, state).WaitAsync(cancellationToken).ConfigureAwait(false)
            : result;
    }

    /// <summary>Belongs to all callers at once, so no single caller's cancellation ends it; never throws.</summary>
    private async Task<AccessTokenResult> RefreshAsync(AppCredential app, AppTokenState state)
    {
        try
        {
            return await LookOrFetchAsync(app, state, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return new AccessTokenResult.Unreachable("This node is shutting down.");
        }
        catch (Exception exception)
        {
            // The lease store, in practice. Unhandled it would end every waiting send, and be tried again without a pause.
            TokenLog.RefreshBroke(logger, app.AppId, exception);
            return Fail(app, state, new AccessTokenResult.Unreachable($"The refresh ended with {exception.GetType().Name}; the log says more."));
        }
    }

    private async Task<AccessTokenResult> LookOrFetchAsync(AppCredential app, AppTokenState state, CancellationToken cancellationToken)
    {
        var look = await _shared.ReadAsync(app, cancellationToken).ConfigureAwait(false);
        var now = timeProvider.GetUtcNow();
        if (look.Token is { } shared)
        {
            state.TryAdopt(shared, app, now, RefreshTimeOf(app, shared));
        }

        if (state.Fresh(app, now, _options.LocalFreshness) is { } fresh)
        {
            health.Regained(app.Id);
            if (look.Answered && look.Token?.Token != fresh.Token)
            {
                // The cache has lost it, or was down when it came.
                await _shared.WriteAsync(app, fresh, cancellationToken).ConfigureAwait(false);
            }

            return new AccessTokenResult.Available(fresh.Token, fresh.ExpiresAt);
        }

        var before = state.Usable(app, now)?.Token;
        var result = await FetchAsync(app, FindNewerAsync, () => FetchAndKeepAsync(app, state, cancellationToken), cancellationToken).ConfigureAwait(false);
        return result is AccessTokenResult.Available ? result : Fail(app, state, result);

        async Task<AccessTokenResult.Available?> FindNewerAsync()
        {
            if ((await _shared.ReadAsync(app, cancellationToken).ConfigureAwait(false)).Token is not { } theirs || theirs.Token == before
                || !state.TryAdopt(theirs, app, timeProvider.GetUtcNow(), RefreshTimeOf(app, theirs)))
            {
                return null;
            }

            health.Regained(app.Id);
            return new AccessTokenResult.Available(theirs.Token, theirs.ExpiresAt);
        }
    }

    private Task<AccessTokenResult> FetchAsync(
        AppCredential app, Func<Task<AccessTokenResult.Available?>> findNewer, Func<Task<AccessTokenResult>> fetch, CancellationToken cancellationToken)
        => app.TokenMode == TokenMode.Classic ? source.UnderLeaseAsync(app, findNewer, fetch, cancellationToken) : fetch();

    private async Task<AccessTokenResult> FetchAndKeepAsync(AppCredential app, AppTokenState state, CancellationToken cancellationToken)
    {
        var result = await source.FetchAsync(app, forceRefresh: false, cancellationToken).ConfigureAwait(false);
        if (result is AccessTokenResult.Available again && state.IsRejected(again.Token))
        {
            result = await ForceAsync(app, state, cancellationToken).ConfigureAwait(false);
        }

        await KeepAsync(app, state, result, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>The stable call gives the same token again until its time is over; one that WeChat itself rejects must be forced out.</summary>
    private async Task<AccessTokenResult> ForceAsync(AppCredential app, AppTokenState state, CancellationToken cancellationToken)
    {
        if (!state.MayForce(timeProvider.GetUtcNow(), _options.ForcedRefreshSpacing))
        {
            return new AccessTokenResult.Unreachable("WeChat rejects the token that it hands out, and a forced refresh was made a moment ago.");
        }

        TokenLog.Forced(logger, app.AppId);
        var result = await source.FetchAsync(app, forceRefresh: true, cancellationToken).ConfigureAwait(false);
        if (result is AccessTokenResult.Unreachable)
        {
            state.ForgetForced();
        }

        return result is AccessTokenResult.Available again && state.IsRejected(again.Token)
            ? new AccessTokenResult.Unreachable("WeChat rejects the token that it hands out, even after a forced refresh.")
            : result;
    }

    private AccessTokenResult Fail(AppCredential app, AppTokenState state, AccessTokenResult failure)
    {
        var now = timeProvider.GetUtcNow();
        state.NoteFailure(failure, app.SecretVersion, now, _options.FailureBackoff);
        TokenLog.RefreshFailed(logger, app.AppId, failure.ToString());
        if (state.Usable(app, now) is { } lastGood)
        {
            return new AccessTokenResult.Available(lastGood.Token, lastGood.ExpiresAt);
        }

        health.Lost(app.Id, app.AppId);
        return failure;
    }

    private async Task KeepAsync(AppCredential app, AppTokenState state, AccessTokenResult result, CancellationToken cancellationToken)
    {
        if (result is not AccessTokenResult.Available issued)
        {
            return;
        }

        var token = new CachedAccessToken(issued.Token, issued.ExpiresAt, app.SecretVersion, timeProvider.GetUtcNow());
        if (state.Adopt(token, timeProvider.GetUtcNow(), RefreshTimeOf(app, token), _options.LocalFreshness))
        {
            health.Regained(app.Id);
            await _shared.WriteAsync(app, token, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan AheadOf(AppCredential app)
        => app.TokenMode == TokenMode.Stable && _options.RefreshAhead > LongestStableAhead ? LongestStableAhead : _options.RefreshAhead;

    private DateTimeOffset RefreshTimeOf(AppCredential app, CachedAccessToken token)
    {
        var ahead = AheadOf(app);

        // At least half of the lead stays, or jitter would let tokens run out.
        var jitter = _options.RefreshJitter < ahead / 2 ? _options.RefreshJitter : ahead / 2;
        return token.ExpiresAt - ahead + (jitter * Random.Shared.NextDouble());
    }
}
