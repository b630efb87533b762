namespace WeChatNotifications.WeChatApi.Http;

/// <summary>One request and its answer, within the time allowed, every failure told apart.</summary>
internal sealed class ApiExchange(HttpClient httpClient, Uri baseAddress, TimeSpan timeout, TimeProvider timeProvider)
{
    /// <summary>WeChat's answers here are a few hundred bytes; more than this is someone else's.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    /// <param name="method">POST when there is a body.</param>
    /// <param name="pathAndQuery">Relative to the base address, values already escaped.</param>
    /// <param name="body">JSON, or <see langword="null"/> for a GET.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ApiOutcome> RunAsync(HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var content = body is { } bytes ? new TrackedContent(bytes) : null;
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, pathAndQuery)) { Content = content };
        using var timeoutSource = new CancellationTokenSource(timeout, timeProvider);
        using var linkedSource = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeoutSource.Token)
            : null;
        var eitherToken = (linkedSource ?? timeoutSource).Token;
        int? status = null;
        try
        {
            using var response = await httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, eitherToken).ConfigureAwait(false);
            status = (int)response.StatusCode;
            return await JudgeAsync(response, eitherToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fault = TransportFaults.From(exception, timeoutSource.IsCancellationRequested, timeout, status);
            return content is { HasStarted: false } || status is >= 400 and < 500 ? ApiOutcome.Unprocessed(fault) : ApiOutcome.Uncertain(fault);
        }
    }

    private async Task<ApiOutcome> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return ApiOutcome.Unprocessed(TransportFaults.Redirected(status));
        }

        // A handler that follows redirects leaves the last address in the request.
        if (response.RequestMessage?.RequestUri is { } final && !string.Equals(final.Authority, baseAddress.Authority, StringComparison.OrdinalIgnoreCase))
        {
            return ApiOutcome.Uncertain(TransportFaults.FollowedRedirect(status));
        }

        using var body = new AnswerBuffer();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var isWhole = await body.FillAsync(stream, MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
            return Judge(status, body.Written, isWhole);
        }
    }

    private static ApiOutcome Judge(int status, ReadOnlySpan<byte> body, bool isWhole)
    {
        var isAnswer = ApiAnswer.TryRead(body, out var answer) && isWhole;
        return status switch
        {
            // WeChat answers with 200 always; should a gateway put another status on its refusal, it still is the refusal.
            _ when isAnswer && answer.IsRefusal => ApiOutcome.Of(status, answer),
            >= 200 and < 300 when isAnswer => ApiOutcome.Of(status, answer),
            >= 200 and < 300 => ApiOutcome.Uncertain(isWhole ? TransportFaults.Unreadable(status) : TransportFaults.TooLarge(status)),
            >= 400 and < 500 when !isAnswer || answer.Code is null => ApiOutcome.Unprocessed(TransportFaults.NotWeChat(status)),
            _ => ApiOutcome.Uncertain(TransportFaults.NotWeChat(status)),
        };
    }
}
