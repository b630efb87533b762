using WeChatNotifications.Credentials;

namespace WeChatNotifications.Tokens;

/// <summary>Gives access tokens: fetched once, shared over the distributed cache, renewed before they end. Safe for many threads.</summary>
public interface IAccessTokenProvider
{
    /// <summary>
    /// The app's present token: at once when there is a valid one, even while it is being renewed. A thousand callers cause one call
    /// to WeChat, and a failed one answers for all callers for a moment.
    /// </summary>
    ValueTask<AccessTokenResult> GetAsync(AppCredential app, CancellationToken cancellationToken);

    /// <summary>
    /// Says that WeChat did not accept a token (40001, 40014, 42001). That token is not handed out again; when somebody else has
    /// renewed it meanwhile, the present one stays.
    /// </summary>
    Task InvalidateAsync(AppCredential app, string rejectedToken, CancellationToken cancellationToken);

    /// <summary>
    /// Asks WeChat for a token whatever is cached, keeps it when one comes, and returns WeChat's answer: the test of a credential.
    /// With classic tokens it waits for its turn among the nodes.
    /// </summary>
    Task<AccessTokenResult> FetchAsync(AppCredential app, CancellationToken cancellationToken);

    /// <summary>Says what is known of the app's token. Asks the shared cache, never WeChat, and renews nothing.</summary>
    Task<TokenLook> LookAsync(AppCredential app, CancellationToken cancellationToken);
}
