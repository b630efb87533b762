using System.Net;
using System.Text.Json;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Http;
using WeChatNotifications.WeChatApi.Sending;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi;

/// <summary>
/// The client over HTTP. Give it an <see cref="HttpClient"/> on <see cref="CreateHandler"/>, or on another handler that does
/// <b>not follow redirects</b>: WeChat's tokens travel in the address and must never reach another host. The HTTP client's own
/// <see cref="HttpClient.Timeout"/> should be infinite, as <see cref="WeChatApiOptions.Timeout"/> bounds each call; its base
/// address is not used. No call is ever repeated by this class.
/// </summary>
public sealed class WeChatApiClient : IWeChatApiClient
{
    /// <summary>Name of the activity source: <c>WeChatNotifications.WeChatApi</c>.</summary>
    public const string ActivitySourceName = "WeChatNotifications.WeChatApi";

    private readonly ApiExchange _exchange;

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
        _exchange = new(httpClient, WithTrailingSlash(options.BaseAddress), options.Timeout, timeProvider ?? TimeProvider.System);
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

    /// <inheritdoc/>
    public Task<SendResult> SendSubscribeMessageAsync(string accessToken, SubscribeMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        SubscribeMessageBody.ThrowIfInvalid(message, nameof(message));
        return SendAsync("message/subscribe/send", accessToken, SubscribeMessageBody.Write(message), cancellationToken);
    }

    private async Task<TokenResult> TokenAsync(
        string call, HttpMethod method, string path, ReadOnlyMemory<byte>? body, string secret, CancellationToken cancellationToken)
    {
        using var activity = WeChatApiTracing.Start(call);
        var (status, answer, fault, _) = await _exchange.RunAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        if (fault is null && answer.IsRefusal)
        {
            var error = ErrorOf(answer, secret);
            WeChatApiTracing.Refused(activity, error, WeChatCall.Token);
            return new TokenResult.Refused(error);
        }

        if (fault is null && answer is { AccessToken.Length: > 0, ExpiresIn: > 0 and <= int.MaxValue })
        {
            WeChatApiTracing.Succeeded(activity);
            return new TokenResult.Issued(answer.AccessToken, TimeSpan.FromSeconds(answer.ExpiresIn.Value));
        }

        fault ??= TransportFaults.Unreadable(status);
        WeChatApiTracing.Failed(activity, fault);
        return new TokenResult.Unreachable(fault);
    }

    private async Task<SendResult> SendAsync(string call, string accessToken, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var activity = WeChatApiTracing.Start(call);
        var path = $"cgi-bin/{call}?access_token={Uri.EscapeDataString(accessToken)}";
        var (status, answer, fault, certainlyUnprocessed) = await _exchange.RunAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false);
        if (fault is null && answer.IsRefusal)
        {
            var error = ErrorOf(answer, accessToken);
            WeChatApiTracing.Refused(activity, error, WeChatCall.Send);
            return new SendResult.Refused(error);
        }

        // Without an errcode something else must show that it is WeChat who said yes: any JSON object would pass otherwise.
        if (fault is null && (answer.Code is 0 || answer.MessageId is not null || answer.Message == "ok"))
        {
            WeChatApiTracing.Succeeded(activity);
            return new SendResult.Accepted(answer.MessageId);
        }

        fault ??= TransportFaults.Unreadable(status);
        WeChatApiTracing.Failed(activity, fault);
        return certainlyUnprocessed ? new SendResult.NotSent(fault) : new SendResult.Unknown(fault);
    }

    /// <summary>WeChat does not repeat tokens and secrets in its errors; a gateway that shows the address might.</summary>
    private static WeChatError ErrorOf(in ApiAnswer answer, string secret) =>
        WeChatError.Parse(
            answer.Code!.Value,
            answer.Message?.Replace(Uri.EscapeDataString(secret), "***", StringComparison.Ordinal).Replace(secret, "***", StringComparison.Ordinal));

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

    private static Uri WithTrailingSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new(address.AbsoluteUri + "/");
}
