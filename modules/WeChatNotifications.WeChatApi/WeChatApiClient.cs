using System.Net;
using System.Text.Json;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Http;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi;

/// <summary>
/// The client over HTTP. Give it an <see cref="HttpClient"/> on <see cref="CreateHandler"/>, or on another handler that does
/// <b>not follow redirects</b>: WeChat's tokens travel in the address and must never reach another host. The HTTP client's own
/// <see cref="HttpClient.Timeout"/> should be infinite, as <see cref="WeChatApiOptions.Timeout"/> bounds each call; its base
/// address is not used. No call is ever repeated by this class.
/// </summary>
public sealed partial class WeChatApiClient : IWeChatApiClient
{
    /// <summary>Name of the activity source: <c>WeChatNotifications.WeChatApi</c>.</summary>
    public const string ActivitySourceName = "WeChatNotifications.WeChatApi";

    /// <summary>
    /// Most bytes of a list: the largest known is a page of 10,000 followers, about 310 KB, and templates have no limit of size
    /// that WeChat tells.
    /// </summary>
    private const int ListAnswerBytes = 8 * 1024 * 1024;

    private readonly ApiExchange _exchange;
    private readonly SendAddresses _addresses;
    private readonly string _uniformPagePathName;

    /// <summary>Makes a client; the options are read now.</summary>
    /// <param name="httpClient">Carries the calls; stays the caller's to dispose of.</param>
    /// <param name="options">Address and time limit.</param>
    /// <param name="timeProvider">Measures the time limit; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public WeChatApiClient(HttpClient httpClient, WeChatApiOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(options));
        var baseAddress = WithTrailingSlash(options.BaseAddress);
        _exchange = new(httpClient, baseAddress, options.Timeout, timeProvider ?? TimeProvider.System);
        _addresses = new(baseAddress);
        _uniformPagePathName = options.UniformPagePathName;
    }

    /// <summary>
    /// A handler made for these calls: no redirects (a token must not follow one to another host), no cookies, no trace headers
    /// to a foreign company, no compression (answers are tiny), connections renewed so that DNS changes are noticed.
    /// </summary>
    /// <param name="options">Connect time and connection limit; <see langword="null"/> for the defaults.</param>
    /// <returns>A new handler, the caller's to dispose of.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static SocketsHttpHandler CreateHandler(WeChatApiOptions? options = null)
    {
        options ??= new();
        options.ThrowIfInvalid(nameof(options));
        return new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Also switches off the framework's own activity for each request, whose tags hold the address.
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnectionsPerServer,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Shorter than the idle limit of usual front ends: a send on a connection that the other side is just closing
            // ends as SendResult.Unknown.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
    }

    /// <inheritdoc/>
    public Task<TokenResult> GetStableAccessTokenAsync(StableAccessTokenRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireCredentials(request.AppId, request.Secret, nameof(request));
        ReadOnlyMemory<byte> body = JsonSerializer.SerializeToUtf8Bytes(
            new("client_credential", request.AppId, request.Secret, request.ForceRefresh), ApiJsonContext.Relaxed.StableTokenBody);
        return TokenAsync("stable_token", HttpMethod.Post, "cgi-bin/stable_token", body, request.Secret, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TokenResult> GetAccessTokenAsync(AccessTokenRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireCredentials(request.AppId, request.Secret, nameof(request));
        var path = $"cgi-bin/token?grant_type=client_credential&appid={Uri.EscapeDataString(request.AppId)}&secret={Uri.EscapeDataString(request.Secret)}";
        return TokenAsync("token", HttpMethod.Get, path, body: null, request.Secret, cancellationToken);
    }

    private async Task<TokenResult> TokenAsync(
        string call, HttpMethod method, string path, ReadOnlyMemory<byte>? body, string secret, CancellationToken cancellationToken)
    {
        var request = new ApiRequest<TokenResult.Issued>(method, path, body, ApiPayloads.Token);
        using var activity = WeChatApiTracing.Start(call);
        var (_, answer, issued, fault, _) = await _exchange.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            WeChatApiTracing.Failed(activity, fault);
            return new TokenResult.Unreachable(fault);
        }

        if (answer.IsRefusal)
        {
            var error = ErrorOf(answer, secret);
            WeChatApiTracing.Refused(activity, error, WeChatCall.Token);
            return new TokenResult.Refused(error);
        }

        WeChatApiTracing.Succeeded(activity);
        return issued!;
    }

    /// <summary>A call with an access token that is about something other than a message.</summary>
    /// <param name="kind">Which rows of the catalogue are for its refusals.</param>
    /// <param name="call">Its name in the traces.</param>
    /// <param name="accessToken">Goes behind the request's path.</param>
    /// <param name="request">The request without the token.</param>
    /// <param name="personal">An openid in the path, struck out of errors like the token.</param>
    /// <param name="cancellationToken">The caller's.</param>
    private async Task<ApiResult<T>> AskAsync<T>(
        WeChatCall kind, string call, string accessToken, ApiRequest<T> request, string? personal, CancellationToken cancellationToken)
    {
        using var activity = WeChatApiTracing.Start(call);
        var separator = request.PathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        request = request with { PathAndQuery = $"{request.PathAndQuery}{separator}access_token={Uri.EscapeDataString(accessToken)}" };
        var (_, answer, value, fault, _) = await _exchange.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            WeChatApiTracing.Failed(activity, fault);
            return new ApiResult<T>.Unreachable(fault);
        }

        if (answer.IsRefusal)
        {
            var error = ErrorOf(answer, accessToken, personal);
            WeChatApiTracing.Refused(activity, error, kind);
            return new ApiResult<T>.Refused(error);
        }

        WeChatApiTracing.Succeeded(activity);
        return new ApiResult<T>.Ok(value!);
    }

    /// <summary>WeChat does not repeat tokens and secrets in its errors; a gateway that shows the address might.</summary>
    private static WeChatError ErrorOf(in ApiAnswer answer, params ReadOnlySpan<string?> secrets)
    {
        var message = answer.Message;
        foreach (var secret in secrets)
        {
            message = string.IsNullOrEmpty(secret) ? message : message?.Replace(Uri.EscapeDataString(secret), "***", StringComparison.Ordinal).Replace(secret, "***", StringComparison.Ordinal);
        }

        return WeChatError.Parse(answer.Code!.Value, message);
    }

    private static void RequireCredentials(string appId, string secret, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(appId))
        {
            throw new ArgumentException("The request has no AppId.", parameterName);
        }

        if (string.IsNullOrWhiteSpace(secret))
        {
            throw new ArgumentException("The request has no Secret.", parameterName);
        }
    }

    private static void Require(bool condition, string otherwise, string parameterName)
    {
        if (!condition)
        {
            throw new ArgumentException(otherwise, parameterName);
        }
    }

    private static Uri WithTrailingSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new(address.AbsoluteUri + "/");
}
