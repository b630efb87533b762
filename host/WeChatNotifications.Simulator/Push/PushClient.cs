using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Push;

/// <summary>Speaks to the apps' servers. Follows no redirect and asks no proxy: a push goes where it was said to go, or nowhere.</summary>
internal sealed class PushClient(SimulatedWeChat weChat, int connections) : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private const int LongestShown = 1_000;

    /// <summary>How long a server that could not be reached is taken to be so still: thousands of failing connections would cost more than the sends that caused them.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxConnectionsPerServer = connections,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Asks the server to echo a number, as WeChat's console does before it saves the settings.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public async Task<string?> CheckAsync(PushConfig config, CancellationToken cancellationToken)
    {
        var echo = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(config, $"{Signed(config)}&echostr={echo}"));
        var tried = await TryAsync(request, config, answer => answer == echo ? null : "it did not answer the echostr it was given", cancellationToken);
        return tried.Error;
    }

    public Task<PushTry> PushAsync(PushJob job, CancellationToken cancellationToken)
    {
        if (job.Config.Unreachable(weChat.RealTime.GetTimestamp()) is { } fault)
        {
            return Task.FromResult(new PushTry(weChat.Clock.GetUtcNow(), DurationMs: 0, Status: null, Answer: null, $"{fault} (found a moment ago)"));
        }

        var (config, content) = (job.Config, job.Content);
        var query = Signed(config, content.Encrypted) + $"&openid={Uri.EscapeDataString(job.OpenId)}";
        var request = new HttpRequestMessage(HttpMethod.Post, Address(config, query))
        {
            Content = new StringContent(content.Body, Encoding.UTF8, config.Format == PushFormat.Json ? "application/json" : "text/xml"),
        };
        return PushAsync(request, config, cancellationToken);
    }

    private async Task<PushTry> PushAsync(HttpRequestMessage request, PushConfig config, CancellationToken cancellationToken)
    {
        using (request)
        {
            return await TryAsync(request, config, answer => PushReply.IsGood(answer, config) ? null : "it answered neither success nor nothing", cancellationToken);
        }
    }

    private async Task<PushTry> TryAsync(HttpRequestMessage request, PushConfig config, Func<string, string?> judge, CancellationToken cancellationToken)
    {
        var at = weChat.Clock.GetUtcNow();
        var started = weChat.RealTime.GetTimestamp();
        using var patience = new CancellationTokenSource(weChat.Settings.PushPatience, weChat.RealTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var answer = await response.Content.ReadAsStringAsync(either.Token);
            var error = response.IsSuccessStatusCode ? judge(answer) : $"it answered {(int)response.StatusCode}";
            return Ended((int)response.StatusCode, answer.Length > LongestShown ? answer[..LongestShown] : answer, error);
        }
        catch (HttpRequestException error)
        {
            if (error.HttpRequestError == HttpRequestError.ConnectionError)
            {
                config.NoteUnreachable(error.Message, weChat.RealTime.GetTimestamp() + (long)(Rest.TotalSeconds * weChat.RealTime.TimestampFrequency));
            }

            return Ended(status: null, answer: null, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(status: null, answer: null, "it did not answer in time");
        }

        PushTry Ended(int? status, string? answer, string? error) =>
            new(at, weChat.RealTime.GetElapsedTime(started).TotalMilliseconds, status, answer, error);
    }

    /// <summary>Timestamp and nonce are new in every request, so the signatures are too.</summary>
    private string Signed(PushConfig config, string? encrypted = null)
    {
        var timestamp = weChat.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var query = $"signature={PushSignature.Of(config.Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}";
        return encrypted is null ? query : $"{query}&encrypt_type=aes&msg_signature={PushSignature.Of(config.Token, timestamp, nonce, encrypted)}";
    }

    private static Uri Address(PushConfig config, string query) =>
        new UriBuilder(config.Url) { Query = config.Url.Query.Length > 1 ? $"{config.Url.Query[1..]}&{query}" : query }.Uri;
}
