using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi;

/// <summary>
/// The calls of WeChat's server API that notifications need. What WeChat or the network refuses is a result;
/// only a wrong argument, the caller's own cancellation and exceptions of added message handlers are thrown.
/// Safe for use by many threads.
/// </summary>
public partial interface IWeChatApiClient
{
    /// <summary>
    /// <c>POST /cgi-bin/stable_token</c>: the app's current stable token; the same token comes back with its remaining
    /// time until WeChat rolls it over (at least 300 s remain). Limits: 10,000 calls a minute, 500,000 a day.
    /// </summary>
    /// <param name="request">Whose token.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, WeChat's refusal, or why WeChat was not reached.</returns>
    /// <exception cref="ArgumentException">The request lacks the app id or the secret.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenResult> GetStableAccessTokenAsync(StableAccessTokenRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// <c>GET /cgi-bin/token</c> (classic): every call issues a new token and retires the one before within 5 minutes,
    /// so only one place in the world may call it for an app. Limit: 2,000 calls a day.
    /// </summary>
    /// <inheritdoc cref="GetStableAccessTokenAsync" path="/*[not(self::summary)]"/>
    Task<TokenResult> GetAccessTokenAsync(AccessTokenRequest request, CancellationToken cancellationToken = default);
}
