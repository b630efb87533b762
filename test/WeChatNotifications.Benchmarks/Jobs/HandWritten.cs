using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>WeChat's two calls as a developer writes them by hand: fetch a token, then <c>PostAsJsonAsync</c>. All peers send by it.</summary>
internal sealed class HandWritten(HttpClient http, int users, string token)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Uri _path = new($"cgi-bin/message/subscribe/send?access_token={Uri.EscapeDataString(token)}", UriKind.Relative);

    public static async Task<HandWritten> OpenAsync(HttpClient http, Job job, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(
            new Uri("cgi-bin/stable_token", UriKind.Relative), new { grant_type = "client_credential", appid = job.AppId, secret = job.Secret }, Json, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(Json, cancellationToken);
        return new(http, job.Users, answer?.AccessToken ?? throw new InvalidOperationException("The simulator issued no access token."));
    }

    public async Task SendAsync(int number, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(_path, SampleMessages.Body(number, users), Json, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<Answer>(Json, cancellationToken);
        if (answer is not { Errcode: 0 })
        {
            throw new InvalidOperationException($"The simulator did not accept message {number}: {answer?.Errcode} {answer?.Errmsg}");
        }
    }

    private sealed record Answer(int Errcode, string? Errmsg, long? Msgid);

    private sealed record TokenAnswer([property: JsonPropertyName("access_token")] string? AccessToken);
}
