using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>
/// What a developer writes by hand, and the yardstick: fetch a token, then <c>PostAsJsonAsync</c>, so many at a time. Nothing is
/// stored, nothing is tried again, and a crash loses what was not sent.
/// </summary>
internal static class BareLoop
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<JobResult> RunAsync(Job job, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = job.WeChat };
        var token = await FetchTokenAsync(http, job, cancellationToken);
        await SendAsync(http, token, job, first: 0, job.WarmUp, cancellationToken);

        var meter = UsageMeter.Start(job);
        var start = Stopwatch.GetTimestamp();
        await SendAsync(http, token, job, job.WarmUp, job.Messages, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new() { Seconds = seconds, Usage = meter.Stop(job.Messages) };
    }

    private static Task SendAsync(HttpClient http, string token, Job job, int first, int count, CancellationToken cancellationToken)
    {
        var path = new Uri($"cgi-bin/message/subscribe/send?access_token={Uri.EscapeDataString(token)}", UriKind.Relative);
        return Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = job.Concurrency, CancellationToken = cancellationToken },
            async (number, stop) =>
            {
                using var response = await http.PostAsJsonAsync(path, SampleMessages.Body(number, job.Users), Json, stop);
                response.EnsureSuccessStatusCode();
                var answer = await response.Content.ReadFromJsonAsync<Answer>(Json, stop);
                if (answer is not { Errcode: 0 })
                {
                    throw new InvalidOperationException($"The simulator did not accept message {number}: {answer?.Errcode} {answer?.Errmsg}");
                }
            });
    }

    private static async Task<string> FetchTokenAsync(HttpClient http, Job job, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(
            new Uri("cgi-bin/stable_token", UriKind.Relative), new { grant_type = "client_credential", appid = job.AppId, secret = job.Secret }, Json, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(Json, cancellationToken);
        return answer?.AccessToken ?? throw new InvalidOperationException("The simulator issued no access token.");
    }

    private sealed record Answer(int Errcode, string? Errmsg, long? Msgid);

    private sealed record TokenAnswer([property: JsonPropertyName("access_token")] string? AccessToken);
}
