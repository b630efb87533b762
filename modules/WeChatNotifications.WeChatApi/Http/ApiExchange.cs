namespace WeChatNotifications.WeChatApi.Http;

/// <summary>One request and its answer, within the time allowed, every failure told apart.</summary>
internal sealed class ApiExchange(HttpClient httpClient, Uri baseAddress, TimeSpan timeout, TimeProvider timeProvider)
{
    /// <param name="call">What to ask.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ApiOutcome<T>> RunAsync<T>(ApiRequest<T> call, CancellationToken cancellationToken)
    {
        using var content = call.Body is { } bytes ? new TrackedContent(bytes) : null;
        using var request = new HttpRequestMessage(call.Method, call.Address ?? new Uri(baseAddress, call.PathAndQuery)) { Content = content };
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
            return await JudgeAsync(call, response, eitherToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fault = TransportFaults.From(exception, timeoutSource.IsCancellationRequested, timeout, status);
            return content is { HasStarted: false } || status is >= 400 and < 500 ? ApiOutcome<T>.Unprocessed(fault) : ApiOutcome<T>.Uncertain(fault);
        }
    }

    private async Task<ApiOutcome<T>> JudgeAsync<T>(ApiRequest<T> call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return ApiOutcome<T>.Unprocessed(TransportFaults.Redirected(status));
        }

        // A handler that follows redirects leaves the last address in the request.
        if (response.RequestMessage?.RequestUri is { } final && !string.Equals(final.Authority, baseAddress.Authority, StringComparison.OrdinalIgnoreCase))
        {
            return ApiOutcome<T>.Uncertain(TransportFaults.FollowedRedirect(status));
        }

        using var body = new AnswerBuffer();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var isWhole = await body.FillAsync(stream, call.MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
            return Judge(call, status, ApiAnswer.WithoutMark(body.Written), isWhole);
        }
    }

    private static ApiOutcome<T> Judge<T>(in ApiRequest<T> call, int status, ReadOnlySpan<byte> body, bool isWhole)
    {
        var isAnswer = ApiAnswer.TryRead(body, out var answer) && isWhole;
        return status switch
        {
            // WeChat answers with 200 always; should a gateway put another status on its refusal, it still is the refusal.
            _ when isAnswer && answer.IsRefusal => ApiOutcome<T>.Of(status, answer, default),
            >= 200 and < 300 when isAnswer && call.Payload(body, answer, out var payload) => ApiOutcome<T>.Of(status, answer, payload),
            >= 200 and < 300 => ApiOutcome<T>.Uncertain(isWhole ? TransportFaults.Unreadable(status) : TransportFaults.TooLarge(status, call.MaxAnswerBytes)),
            >= 400 and < 500 when !isAnswer || answer.Code is null => ApiOutcome<T>.Unprocessed(TransportFaults.NotWeChat(status)),
            _ => ApiOutcome<T>.Uncertain(TransportFaults.NotWeChat(status)),
        };
    }
}
