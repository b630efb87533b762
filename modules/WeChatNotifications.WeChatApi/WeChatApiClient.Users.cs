using System.Globalization;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Http;
using WeChatNotifications.WeChatApi.Login;
using WeChatNotifications.WeChatApi.Users;

namespace WeChatNotifications.WeChatApi;

/// <content>People: who signs in to a mini program, who follows an official account.</content>
public sealed partial class WeChatApiClient
{
    /// <summary>Most users of one <see cref="GetUsersAsync"/>: 100.</summary>
    public const int MaxUsersPerCall = 100;

    /// <summary>The last second of the year 9999.</summary>
    private const long MaxUnixSecond = 253_402_300_799;

    private static readonly PayloadReader<LoginResult.SignedIn> SignedIn = ApiPayloads.Of(
        ApiJsonContext.Lenient.LoginBody,
        (body, _) => body.OpenId is { Length: > 0 } openId
            ? new LoginResult.SignedIn(openId, string.IsNullOrEmpty(body.UnionId) ? null : body.UnionId)
            : null);

    private static readonly PayloadReader<FollowerPage> Followers = ApiPayloads.Of(
        ApiJsonContext.Lenient.FollowersBody,
        // Without followers there is no data; the total alone then shows that it is WeChat who answered.
        (body, isYes) => body.Total is null && body.Data?.OpenIds is null && !isYes
            ? null
            : new FollowerPage(
                body.Total ?? 0,
                [.. (body.Data?.OpenIds ?? []).OfType<string>().Where(openId => openId.Length > 0)],
                string.IsNullOrEmpty(body.NextOpenId) ? null : body.NextOpenId));

    private static readonly PayloadReader<IReadOnlyList<WeChatUser>> Users = ApiPayloads.Of<UsersBody, IReadOnlyList<WeChatUser>>(
        ApiJsonContext.Lenient.UsersBody,
        (body, isYes) => body.Users is null && !isYes
            ? null
            : [.. (body.Users ?? []).Where(user => user is { OpenId.Length: > 0 }).Select(user => UserOf(user!))]);

    /// <inheritdoc/>
    public async Task<LoginResult> LoginAsync(LoginRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireCredentials(request.AppId, request.Secret, nameof(request));
        if (string.IsNullOrWhiteSpace(request.Code))
        {
            throw new ArgumentException("The request has no Code.", nameof(request));
        }

        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"sns/jscode2session?appid={Uri.EscapeDataString(request.AppId)}&secret={Uri.EscapeDataString(request.Secret)}&js_code={Uri.EscapeDataString(request.Code)}&grant_type=authorization_code");
        using var activity = WeChatApiTracing.Start("sns/jscode2session");
        // The empty body keeps the handler from repeating the call on another connection: the code is good for one.
        var call = new ApiRequest<LoginResult.SignedIn>(HttpMethod.Get, path, ReadOnlyMemory<byte>.Empty, SignedIn);
        var (_, answer, signedIn, fault, _) = await _exchange.RunAsync(call, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            WeChatApiTracing.Failed(activity, fault);
            return new LoginResult.Unreachable(fault);
        }

        if (answer.IsRefusal)
        {
            var error = ErrorOf(answer, request.Secret, request.Code);
            WeChatApiTracing.Refused(activity, error, WeChatCall.Login);
            return new LoginResult.Refused(error);
        }

        WeChatApiTracing.Succeeded(activity);
        return signedIn!;
    }

    /// <inheritdoc/>
    public Task<ApiResult<FollowerPage>> GetFollowersAsync(string accessToken, string? nextOpenId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        var path = string.IsNullOrEmpty(nextOpenId) ? "cgi-bin/user/get" : $"cgi-bin/user/get?next_openid={Uri.EscapeDataString(nextOpenId)}";
        var request = new ApiRequest<FollowerPage>(HttpMethod.Get, path, Body: null, Followers) { MaxAnswerBytes = ListAnswerBytes };
        return AskAsync(WeChatCall.Users, "user/get", accessToken, request, nextOpenId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApiResult<IReadOnlyList<WeChatUser>>> GetUsersAsync(
        string accessToken, IReadOnlyList<string> openIds, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        ArgumentNullException.ThrowIfNull(openIds);
        if (openIds.Count is 0 or > MaxUsersPerCall || openIds.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException($"1 to {MaxUsersPerCall} openids, none of them blank.", nameof(openIds));
        }

        var body = new BodyWriter().OpenList("user_list"u8);
        foreach (var openId in openIds)
        {
            body.OpenItem().Text("openid"u8, openId).Text("lang"u8, "zh_CN").Close();
        }

        var request = new ApiRequest<IReadOnlyList<WeChatUser>>(HttpMethod.Post, "cgi-bin/user/info/batchget", body.CloseList().ToBody(), Users)
        {
            MaxAnswerBytes = ListAnswerBytes,
        };
        return AskAsync(WeChatCall.Users, "user/info/batchget", accessToken, request, personal: null, cancellationToken);
    }

    private static WeChatUser UserOf(UserItem user) => new(
        user.OpenId!,
        user.Subscribe is > 0,
        string.IsNullOrEmpty(user.UnionId) ? null : user.UnionId,
        user.SubscribeTime is > 0 and <= MaxUnixSecond ? DateTimeOffset.FromUnixTimeSeconds(user.SubscribeTime.Value) : null,
        string.IsNullOrEmpty(user.Language) ? null : user.Language);
}
