using WeChatNotifications.Credentials;

namespace WeChatNotifications.Tokens;

/// <summary>What this node knows of one app's token.</summary>
internal sealed class AppTokenState
{
    /// <summary>More than can be under way at once: the present token, the one before it, and some spare.</summary>
    private const int RememberedRejections = 8;

    /// <summary>Pause after a renewal that brought the same token: WeChat decides when the next one is due.</summary>
    private static readonly TimeSpan SameTokenPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Queue<string> _rejected = new();
    private CachedAccessToken? _current;
    private DateTimeOffset _refreshAt;
    private DateTimeOffset _trustedUntil;
    private (AccessTokenResult Answer, int SecretVersion, DateTimeOffset At, DateTimeOffset Until)? _failure;
    private (TokenFailure Failure, int SecretVersion)? _lastFailure;
    private DateTimeOffset? _lastForced;
    private Task<AccessTokenResult> _refresh = Task.FromResult<AccessTokenResult>(new AccessTokenResult.Unreachable("Not tried yet."));
    private int _refreshVersion;

    /// <summary>What can be said without waiting.</summary>
    public TokenStanding StandingOf(AppCredential app, DateTimeOffset now)
    {
        lock (_gate)
        {
            // A failure that lies in the future was noted before somebody set the clock back; it must not last until then.
            var failure = _failure is { } recent && now >= recent.At && now < recent.Until && recent.SecretVersion >= app.SecretVersion ? recent.Answer : null;
            return OwnFor(app, now) is { } own
                ? new(own, failure is null && (now >= _trustedUntil || now >= _refreshAt), Failure: null)
                : new(Token: null, IsDue: false, failure);
        }
    }

    /// <summary>The own copy, if it is of use.</summary>
    public CachedAccessToken? Usable(AppCredential app, DateTimeOffset now)
    {
        lock (_gate)
        {
            return OwnFor(app, now);
        }
    }

    /// <summary>The own copy, if it is of use and not due for renewal; it is trusted from now on.</summary>
    public CachedAccessToken? Fresh(AppCredential app, DateTimeOffset now, TimeSpan trust)
    {
        lock (_gate)
        {
            if (OwnFor(app, now) is not { } own || now >= _refreshAt)
            {
                return null;
            }

            _trustedUntil = now + trust;
            return own;
        }
    }

    /// <summary>Takes over another node's token if it is of use and not older than the own one.</summary>
    /// <returns>Whether the own token is that one now.</returns>
    public bool TryAdopt(CachedAccessToken shared, AppCredential app, DateTimeOffset now, DateTimeOffset refreshAt)
    {
        lock (_gate)
        {
            if (!IsUsable(shared, app, now))
            {
                return false;
            }

            if (OwnFor(app, now) is { } own)
            {
                if (own.Token == shared.Token)
                {
                    // The moment drawn for it stays: drawing anew at every look would make the earliest win.
                    return true;
                }

                if ((own.SecretVersion, own.ExpiresAt).CompareTo((shared.SecretVersion, shared.ExpiresAt)) > 0)
                {
                    return false;
                }
            }

            (_current, _refreshAt) = (shared, refreshAt);
            ForgetFailureBefore(shared);
            return true;
        }
    }

    /// <summary>Keeps a token that WeChat has just handed out.</summary>
    /// <returns>False when it is of no use, or when a newer secret has brought another one meanwhile.</returns>
    public bool Adopt(CachedAccessToken issued, DateTimeOffset now, DateTimeOffset refreshAt, TimeSpan trust)
    {
        lock (_gate)
        {
            if (_rejected.Contains(issued.Token) || _current?.SecretVersion > issued.SecretVersion)
            {
                return false;
            }

            var earliest = _current?.Token == issued.Token ? now + SameTokenPause : now;
            (_current, _refreshAt, _trustedUntil) = (issued, refreshAt > earliest ? refreshAt : earliest, now + trust);
            if (issued.SecretVersion >= _failure?.SecretVersion)
            {
                _failure = null;
            }

            ForgetFailureBefore(issued);
            return true;
        }
    }

    /// <summary>WeChat does not accept a token.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Reject(string token)
    {
        lock (_gate)
        {
            if (_rejected.Contains(token))
            {
                return false;
            }

            if (_rejected.Count == RememberedRejections)
            {
                _rejected.Dequeue();
            }

            _rejected.Enqueue(token);
            return true;
        }
    }

    public bool IsRejected(string token)
    {
        lock (_gate)
        {
            return _rejected.Contains(token);
        }
    }

    /// <summary>A failure answers for all callers for a while, except for those with a newer secret.</summary>
    public void NoteFailure(AccessTokenResult failure, int secretVersion, DateTimeOffset now, TimeSpan backoff)
    {
        lock (_gate)
        {
            _failure = (failure, secretVersion, now, now + backoff);
            _lastFailure = (new TokenFailure(now, failure), secretVersion);
        }
    }

    /// <summary>Keeps a failure for <see cref="Look"/>; it answers for nobody.</summary>
    public void Remember(AccessTokenResult failure, int secretVersion, DateTimeOffset now)
    {
        lock (_gate)
        {
            _lastFailure = (new TokenFailure(now, failure), secretVersion);
        }
    }

    /// <summary>What is known without asking WeChat.</summary>
    /// <param name="app">The app.</param>
    /// <param name="now">The present.</param>
    /// <param name="shared">What the shared cache holds.</param>
    /// <param name="ahead">How long before its end a token is renewed, without anything taken off by chance.</param>
    public TokenLook Look(AppCredential app, DateTimeOffset now, CachedAccessToken? shared, TimeSpan ahead)
    {
        lock (_gate)
        {
            // What an older secret brought about says nothing about this one.
            var failure = _lastFailure is { } last && last.SecretVersion >= app.SecretVersion ? last.Failure : null;
            if (OwnFor(app, now) is { } own)
            {
                return new(TokenHolder.ThisNode, own.FetchedAt, own.ExpiresAt, _refreshAt, failure);
            }

            return shared is not null && IsUsable(shared, app, now)
                ? new(TokenHolder.SharedCache, shared.FetchedAt, shared.ExpiresAt, shared.ExpiresAt - ahead, shared.FetchedAt > failure?.At ? null : failure)
                : new(TokenHolder.None, FetchedAt: null, ExpiresAt: null, RefreshDueAt: null, failure);
        }
    }

    /// <summary>Notes a forced refresh, unless there was one less than <paramref name="spacing"/> ago.</summary>
    public bool MayForce(DateTimeOffset now, TimeSpan spacing)
    {
        lock (_gate)
        {
            if (_lastForced is { } last && now >= last && now < last + spacing)
            {
                return false;
            }

            _lastForced = now;
            return true;
        }
    }

    /// <summary>A forced refresh was not answered; whether it took place shows when WeChat hands out the next token.</summary>
    public void ForgetForced()
    {
        lock (_gate)
        {
            _lastForced = null;
        }
    }

    /// <summary>Joins the refresh that is under way, or starts one. A refresh with an older secret is waited for and followed by another.</summary>
    public Task<AccessTokenResult> Single(int secretVersion, Func<Task<AccessTokenResult>> refresh)
    {
        lock (_gate)
        {
            if (!_refresh.IsCompleted && _refreshVersion >= secretVersion)
            {
                return _refresh;
            }

            Task before = _refresh;
            _refreshVersion = secretVersion;
            return _refresh = Detached(async () =>
            {
                await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return await refresh().ConfigureAwait(false);
            });
        }
    }

    /// <summary>Waits for a refresh under way, whatever its end.</summary>
    public async Task DrainAsync()
    {
        Task last;
        lock (_gate)
        {
            last = _refresh;
        }

        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Off the caller's stack, since it runs up to its first wait while we hold the lock; and out of the caller's context, since it
    /// serves all callers: not in the tenant, transaction or trace of whoever came first.
    /// </summary>
    private static Task<AccessTokenResult> Detached(Func<Task<AccessTokenResult>> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(work);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }

    /// <summary>A token that came after it says that the reason is gone.</summary>
    private void ForgetFailureBefore(CachedAccessToken token)
    {
        if (_lastFailure is { } last && token.SecretVersion >= last.SecretVersion && token.FetchedAt >= last.Failure.At)
        {
            _lastFailure = null;
        }
    }

    private CachedAccessToken? OwnFor(AppCredential app, DateTimeOffset now) => _current is { } own && IsUsable(own, app, now) ? own : null;

    /// <summary>A token of a newer secret serves those who do not know of the secret yet; one of an older secret serves nobody.</summary>
    private bool IsUsable(CachedAccessToken token, AppCredential app, DateTimeOffset now)
        => token.ExpiresAt > now && token.SecretVersion >= app.SecretVersion && !_rejected.Contains(token.Token);
}

/// <summary>What can be said without waiting.</summary>
/// <param name="Token">A token that is of use, if there is one.</param>
/// <param name="IsDue">Whether it shall be renewed, or looked for in the shared cache, meanwhile.</param>
/// <param name="Failure">Without a token: why a refresh failed a moment ago.</param>
internal readonly record struct TokenStanding(CachedAccessToken? Token, bool IsDue, AccessTokenResult? Failure);
