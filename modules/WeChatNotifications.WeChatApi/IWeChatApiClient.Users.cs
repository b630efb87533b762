using WeChatNotifications.WeChatApi.Login;
using WeChatNotifications.WeChatApi.Users;

namespace WeChatNotifications.WeChatApi;

/// <content>People.</content>
public partial interface IWeChatApiClient
{
    /// <summary>
    /// <c>GET /sns/jscode2session</c>: who called <c>wx.login</c>. Never repeated, on no connection: the code is good for one
    /// call. Limit: 100 calls a minute for one user.
    /// </summary>
    /// <param name="request">Which app, and the code.</param>
    /// <param name="cancellationToken">Ends the wait; the code may then be used up.</param>
    /// <returns>The user, WeChat's refusal, or why WeChat was not reached.</returns>
    /// <exception cref="ArgumentException">The request lacks the app id, the secret or the code.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<LoginResult> LoginAsync(LoginRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// <c>GET /cgi-bin/user/get</c>: an official account's followers, 10,000 a page. Refusals: <see cref="Errors.WeChatCall.Users"/>.
    /// Limit: 500 calls a day.
    /// </summary>
    /// <param name="accessToken">A valid access token of the official account.</param>
    /// <param name="nextOpenId">The page before's <see cref="FollowerPage.NextOpenId"/>; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The page, WeChat's refusal, or why WeChat was not reached.</returns>
    /// <exception cref="ArgumentException">The token is blank.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<ApiResult<FollowerPage>> GetFollowersAsync(string accessToken, string? nextOpenId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// <c>POST /cgi-bin/user/info/batchget</c>: what WeChat tells about users of an official account, their union ids above all.
    /// Refusals: <see cref="Errors.WeChatCall.Users"/>. Limit: 5,000,000 users a day.
    /// </summary>
    /// <param name="accessToken">A valid access token of the official account.</param>
    /// <param name="openIds">1 to 100 openids under this account.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The users WeChat told about, WeChat's refusal, or why WeChat was not reached.</returns>
    /// <exception cref="ArgumentException">The token or an openid is blank, or there are none or more than 100.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<ApiResult<IReadOnlyList<WeChatUser>>> GetUsersAsync(
        string accessToken, IReadOnlyList<string> openIds, CancellationToken cancellationToken = default);
}
