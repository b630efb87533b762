using System.Buffers;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>
/// The road of every call to the simulated WeChat: read, identify, let a fault strike, process, wait, answer. Paths it does not
/// know go on to the control API.
/// </summary>
internal sealed class CallPipeline(SimulatedWeChat weChat, CancellationToken stopping)
{
    private const string ClientGone = "client-gone";
    private const string Failed = "failed";

    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        weChat.Endpoints.TryGetValue(http.Request.Path.Value ?? "", out var endpoint) ? AnswerAsync(http, endpoint) : next(http);

    private async Task AnswerAsync(HttpContext http, CallEndpoint endpoint)
    {
        var call = endpoint.Start(http);
        var started = weChat.RealTime.GetTimestamp();
        var at = weChat.Clock.GetUtcNow();
        var fault = default(FaultRule);
        var answer = default(Answer);
        var outcome = Failed;
        var abandoned = false;
        endpoint.Outcomes.Enter();
        try
        {
            var body = await ReadBodyAsync(http, stopping);
            call.Body = body.IsSingleSegment ? body.First : body.ToArray();
            call.Identify();
            fault = weChat.Faults.Strike(call);
            outcome = fault is null or { Kind: FaultKind.Slow } ? null : FaultPlayer.OutcomeOf(fault);
            if (fault is null or { TakesEffect: true })
            {
                answer = call.Process();
            }

            http.Request.BodyReader.AdvanceTo(body.End);
            await WaitAsync(http, endpoint, fault);
        }
        catch (BadHttpRequestException error)
        {
            // Too large, or not HTTP: never reaches WeChat's own code.
            abandoned = true;
            http.Response.StatusCode = error.StatusCode;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The caller left, or the simulator stops. What has been processed stays processed.
            outcome = fault is { Kind: FaultKind.Hang } ? FaultPlayer.OutcomeOf(fault) : ClientGone;
            abandoned = true;
            http.Abort();
        }
        finally
        {
            // Before the answer goes out: whoever has it may send to the same user again, and may read the report.
            call.Release();
            endpoint.Outcomes.Leave();
            Count(endpoint, answer.Code, outcome);
            weChat.CallLog.Add(call, at, answer.Code, outcome, weChat.RealTime.GetElapsedTime(started));
        }

        if (abandoned)
        {
            return;
        }

        if (outcome is null)
        {
            await WriteAsync(http, answer.Body);
        }
        else
        {
            await FaultPlayer.PlayAsync(http, fault!, answer, weChat);
        }
    }

    private static void Count(CallEndpoint endpoint, int code, string? outcome)
    {
        if (outcome is null)
        {
            endpoint.Outcomes.Count(code);
        }
        else
        {
            endpoint.Outcomes.Count(outcome);
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext http, CancellationToken stopping)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(stopping);
            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Without latency and without a slow fault there is no timer and no wait.</summary>
    private Task WaitAsync(HttpContext http, CallEndpoint endpoint, FaultRule? fault)
    {
        var wait = endpoint.Latency?.Draw() ?? TimeSpan.Zero;
        wait = fault?.Kind switch
        {
            FaultKind.Hang => Timeout.InfiniteTimeSpan,
            FaultKind.Slow => wait + TimeSpan.FromMilliseconds(fault.DelayMs),
            _ => wait,
        };
        return wait == TimeSpan.Zero ? Task.CompletedTask : WaitAsync(http, wait);
    }

    private async Task WaitAsync(HttpContext http, TimeSpan wait)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(wait, weChat.RealTime, either.Token);
    }

    private async ValueTask WriteAsync(HttpContext http, byte[] body)
    {
        var response = http.Response;
        response.ContentType = weChat.Settings.ContentTypeSent;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, CancellationToken.None);
    }
}
