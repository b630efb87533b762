using WeChatNotifications.Credentials;

namespace WeChatNotifications.Tokens;

/// <summary>Gives access tokens: fetched once, shared over the distributed cache, renewed before they end. Safe for many threads.</summary>
public interface IAccessTokenProvider
{
    /// <summary>The app's present token. A thousand callers cause one call to WeChat.</summary>
    ValueTask<AccessTokenResult> GetAsync(AppCredential app, CancellationToken cancellationToken);

    /// <summary>
    /// Says that WeChat did not accept a token (40001, 40014, 42001). It is dropped only if it is still the present one: when
    /// somebody else has renewed it meanwhile, nothing happens.
    /// </summary>
    Task InvalidateAsync(AppCredential app, string rejectedToken, CancellationToken cancellationToken);

    /// <summary>Asks WeChat for a token whatever is cached, keeps it when one comes, and returns WeChat's answer.</summary>
    Task<AccessTokenResult> FetchAsync(AppCredential app, CancellationToken cancellationToken);
}
