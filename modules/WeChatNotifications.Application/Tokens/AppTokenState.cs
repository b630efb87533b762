using WeChatNotifications.Credentials;

namespace WeChatNotifications.Tokens;

/// <summary>What this node knows of one app's token.</summary>
internal sealed class AppTokenState
{
    private readonly Lock _gate = new();
    private CachedAccessToken? _current;
    private Task<AccessTokenResult>? _refresh;
    private (AccessTokenResult Result, DateTimeOffset Until)? _failure;
    private DateTimeOffset? _lastForced;

    /// <summary>From when on the token is renewed in the background.</summary>
    public DateTimeOffset RefreshAt { get; private set; }

    /// <summary>Until when the own copy is used without a look into the shared cache.</summary>
    public DateTimeOffset TrustedUntil { get; private set; }

    /// <summary>The last token that WeChat did not accept.</summary>
    public string? RejectedToken { get; private set; }

    /// <summary>The own copy, if it is valid, not rejected, and was fetched with the present secret.</summary>
    public CachedAccessToken? Usable(AppCredential app, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _current is { } token && IsUsable(token, app, now) ? token : null;
        }
    }

    public bool IsUsable(CachedAccessToken token, AppCredential app, DateTimeOffset now)
        => token.ExpiresAt > now && token.SecretVersion == app.SecretVersion && token.Token != RejectedToken;

    /// <summary>Takes over a token from the shared cache unless it is of no use or due for renewal.</summary>
    public bool TryAdopt(CachedAccessToken shared, AppCredential app, DateTimeOffset now, DateTimeOffset refreshAt, TimeSpan trust)
    {
        lock (_gate)
        {
            if (!IsUsable(shared, app, now))
            {
                return false;
            }

            // The same token keeps the moment drawn for it; drawing anew at every look would make the earliest win.
            AdoptCore(shared, now, _current?.Token == shared.Token ? RefreshAt : refreshAt, trust);
            return true;
        }
    }

    public void Adopt(CachedAccessToken token, DateTimeOffset now, DateTimeOffset refreshAt, TimeSpan trust)
    {
        lock (_gate)
        {
            AdoptCore(token, now, refreshAt, trust);
            _failure = null;
        }
    }

    public void Reject(string token)
    {
        lock (_gate)
        {
            RejectedToken = token;
            if (_current?.Token == token)
            {
                _current = null;
            }
        }
    }

    /// <summary>The answer of a refresh that failed a moment ago.</summary>
    public AccessTokenResult? RecentFailure(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _failure is { } failure && now < failure.Until && _current is null ? failure.Result : null;
        }
    }

    public void NoteFailure(AccessTokenResult failure, DateTimeOffset until)
    {
        lock (_gate)
        {
            _failure = (failure, until);

            // The last good token goes on being used, and the next try waits.
            (RefreshAt, TrustedUntil) = (until, until);
        }
    }

    public bool MayForce(DateTimeOffset now, TimeSpan spacing)
    {
        lock (_gate)
        {
            if (_lastForced + spacing > now)
            {
                return false;
            }

            _lastForced = now;
            return true;
        }
    }

    /// <summary>Joins the refresh that is under way, or starts one.</summary>
    public Task<AccessTokenResult> Single(Func<Task<AccessTokenResult>> refresh)
    {
        lock (_gate)
        {
            if (_refresh is { IsCompleted: false } running)
            {
                return running;
            }

            // Off the caller's stack: it may run synchronously up to its first wait, and we hold the lock.
            return _refresh = Task.Run(refresh);
        }
    }

    /// <summary>Waits for a refresh under way, whatever its end.</summary>
    public Task Drain()
    {
        lock (_gate)
        {
            return _refresh is null ? Task.CompletedTask : ((Task)_refresh).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private void AdoptCore(CachedAccessToken token, DateTimeOffset now, DateTimeOffset refreshAt, TimeSpan trust)
        => (_current, RefreshAt, TrustedUntil) = (token, refreshAt, now + trust);
}
