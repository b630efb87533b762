using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;
using WeChatNotifications.WeChatApi.Tests.Support;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi.Tests;

/// <summary>Secrets, tokens and openids go to WeChat and nowhere else.</summary>
[Collection(nameof(SecrecyTests))]
[CollectionDefinition(nameof(SecrecyTests), DisableParallelization = true)] // It listens to the whole process.
public sealed class SecrecyTests
{
    private static readonly string[] Hidden =
    [
        Given.Secret, Uri.EscapeDataString(Given.Secret), Given.Token, Uri.EscapeDataString(Given.Token), Given.OpenId, "issued-token-1", "咖啡",
        Given.LoginCode, Uri.EscapeDataString(Given.LoginCode),
    ];

    public static TheoryData<string> Endings => ["ok", "refused", "echo", "reset", "html", "500", "redirect", "nobody"];

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task No_result_activity_or_event_shows_them(string ending)
    {
        using var traces = new Traces();
        await using var server = ScriptedServer.That(request => Ending(ending, request));
        var address = ending == "nobody" ? ScriptedServer.Nobody() : server.Address;
        using var plain = new HttpClientHandler { AllowAutoRedirect = false };

        // Both handlers: with the framework's default one, its own activities are there as well.
        foreach (var client in new[] { Given.Client(address), Given.Client(address, handler: plain) })
        {
            await Check(client.SendSubscribeMessageAsync(Given.Token, Given.Message));
            await Check(client.GetStableAccessTokenAsync(Given.StableRequest));
            await Check(client.GetAccessTokenAsync(Given.ClassicRequest));
            await Check(client.LoginAsync(Given.LoginRequest));
            await Check(client.GetFollowersAsync(Given.Token, Given.OpenId));
            await Check(client.GetUsersAsync(Given.Token, [Given.OpenId]));
            await Check(client.DeleteTemplateAsync(Given.Token, "tmpl-1"));
        }

        traces.Lines.ShouldContain(line => line.Contains("wechat message/subscribe/send", StringComparison.Ordinal));
        traces.Lines.ShouldContain(line => line.Contains("RequestStart", StringComparison.Ordinal));
        foreach (var line in traces.Lines)
        {
            ShouldHide(line);
        }
    }

    [Fact]
    public void No_type_shows_them_as_text()
    {
        foreach (var value in new object[] { Given.StableRequest, Given.ClassicRequest, Given.LoginRequest, Given.Message, new TokenResult.Issued("issued-token-1", TimeSpan.FromHours(2)) })
        {
            ShouldHide(value.ToString()!);
            value.ToString().ShouldStartWith(value.GetType().Name);
        }
    }

    [Fact]
    public async Task A_secret_that_comes_back_in_an_error_is_struck_out()
    {
        var escaped = await Given.ARefusedSend(Reply.Json($$"""{"errcode":40014,"errmsg":"bad /send?access_token={{Uri.EscapeDataString(Given.Token)}} rid: 617682e0-52a2e2b3"}"""));
        var plain = await Given.ARefusedSend(Reply.Json($$"""{"errcode":40014,"errmsg":"bad {{Given.Token}}"}"""));

        escaped.ShouldBe(new WeChatError(40014, "bad /send?access_token=***", "617682e0-52a2e2b3"));
        plain.Message.ShouldBe("bad ***");
    }

    [Fact]
    public async Task An_activity_tells_call_code_and_rid()
    {
        using var traces = new Traces();

        await Given.ARefusedSend(Reply.Json("""{"errcode":43101,"errmsg":"user refuse rid: 617682e0-52a2e2b3-5f2c1a7d"}"""));

        var line = traces.Lines.Where(l => l.StartsWith(WeChatApiClient.ActivitySourceName, StringComparison.Ordinal)).ShouldHaveSingleItem();
        line.ShouldContain("Client");
        line.ShouldContain("wechat.call=message/subscribe/send");
        line.ShouldContain("wechat.errcode=43101");
        line.ShouldContain("wechat.rid=617682e0-52a2e2b3-5f2c1a7d");
    }

    [Theory]
    [InlineData(43101, ActivityStatusCode.Unset)]
    [InlineData(0, ActivityStatusCode.Unset)]
    [InlineData(47003, ActivityStatusCode.Error)]
    public async Task A_user_who_takes_no_message_is_no_error_in_the_traces(int code, ActivityStatusCode status)
    {
        using var traces = new Traces();

        await Given.ASend(Reply.Json($$"""{"errcode":{{code}}}"""));

        traces.Statuses.ShouldHaveSingleItem().ShouldBe(status);
    }

    [Fact]
    public async Task No_trace_header_goes_to_wechat()
    {
        using var traces = new Traces();
        await using var server = ScriptedServer.That(Reply.Ok);
        using var parent = new Activity("business").Start();

        await Given.Client(server.Address).SendSubscribeMessageAsync(Given.Token, Given.Message);

        server.Request.Headers.Keys.Order().ShouldBe(["Content-Length", "Content-Type", "Host"]);
    }

    private static Reply Ending(string ending, ReceivedRequest request) => ending switch
    {
        "ok" when request.Target.StartsWith("/cgi-bin/message", StringComparison.Ordinal) => Reply.Ok,
        "ok" when request.Target.StartsWith("/sns", StringComparison.Ordinal) => Reply.Json($$"""{"openid":"{{Given.OpenId}}","session_key":"issued-token-1"}"""),
        "ok" when request.Target.StartsWith("/cgi-bin/user", StringComparison.Ordinal) =>
            Reply.Json($$$"""{"errcode":0,"total":1,"data":{"openid":["{{{Given.OpenId}}}"]},"next_openid":"{{{Given.OpenId}}}","user_info_list":[{"openid":"{{{Given.OpenId}}}"}]}"""),
        "ok" => Reply.Json("""{"access_token":"issued-token-1","expires_in":7200}"""),
        "refused" => Reply.Json("""{"errcode":40001,"errmsg":"invalid credential rid: 617682e0-52a2e2b3-5f2c1a7d"}"""),
        "echo" => Reply.Json($$"""{"errcode":40001,"errmsg":"at {{request.Target}}"}"""),
        "reset" => Reply.Reset,
        "html" => Reply.Json($"<html>{request.Target} {Given.Secret} {Given.Token}</html>"),
        "500" => Reply.Json($"{request.Target} {Given.Secret} {Given.Token}", 500),
        _ => Reply.Redirect(302, new($"http://127.0.0.1:9{request.Target}")),
    };

    private static async Task Check<T>(Task<T> call)
        where T : notnull
    {
        var result = await call;
        ShouldHide(result.ToString()!);
        switch (result)
        {
            case TokenResult.Refused refused:
                ShouldHide(refused.Error.Message);
                break;
            case TokenResult.Unreachable unreachable:
                ShouldHide(unreachable.Fault.Detail);
                unreachable.Fault.Detail.ShouldNotContain("://");
                break;
            case SendResult.NotSent notSent:
                notSent.Fault.Detail.ShouldNotContain("://");
                break;
            case SendResult.Unknown unknown:
                unknown.Fault.Detail.ShouldNotContain("://");
                break;
        }
    }

    private static void ShouldHide(string text)
    {
        foreach (var hidden in Hidden)
        {
            text.ShouldNotContain(hidden, Case.Sensitive);
        }
    }

    /// <summary>Everything that any activity source, and the framework's HTTP events, tell.</summary>
    private sealed class Traces : EventListener
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private readonly ConcurrentQueue<ActivityStatusCode> _statuses = new();
        private readonly ActivityListener _listener;

        public Traces()
        {
            _listener = new()
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Record,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<string> Lines => [.. _lines];

        public IReadOnlyList<ActivityStatusCode> Statuses => [.. _statuses];

        private void Record(Activity activity)
        {
            if (activity.Source.Name == WeChatApiClient.ActivitySourceName)
            {
                _statuses.Enqueue(activity.Status);
            }

            _lines.Enqueue(
                $"{activity.Source.Name} {activity.DisplayName} {activity.Kind} {activity.StatusDescription} "
                + $"{string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} "
                + $"{string.Join(' ', activity.Events.Select(e => e.Name + string.Join(' ', e.Tags)))} {string.Join(' ', activity.Baggage)}");
        }

        public override void Dispose()
        {
            _listener.Dispose();
            base.Dispose();
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name is "System.Net.Http" or "System.Net.Sockets" or "System.Net.NameResolution" or "System.Net.Security")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            // May be called before the constructor of this class has run.
            _lines?.Enqueue($"{eventData.EventSource.Name} {eventData.EventName} {string.Join(' ', eventData.Payload ?? new([]))}");
    }
}
