using System.Net;
using System.Net.Sockets;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task An_error_code_with_its_own_text_and_nothing_processed()
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = Given.SendPath, Count = 1 });

        var reply = await shop.Send();

        (reply.Status, reply.Code, reply.PlainText).ShouldBe((HttpStatusCode.OK, -1, "system error"));
        (await shop.Send()).Code.ShouldBe(0);
        var report = shop.Control.Report();
        report.Accepted.ShouldBe(1);
        report.Count(Given.SendPath, "fault:wechat-error").ShouldBe(1);
        shop.Control.Grants(Given.App, Given.Alice).Single(grant => grant.TemplateId == Given.OrderPaid).Sends.ShouldBe(2);
    }

    [Theory]
    [InlineData(45009, null, "reach max api daily quota limit")]
    [InlineData(45009, "api freq out of limit", "api freq out of limit")]
    [InlineData(99999, null, "unknown error")]
    public async Task The_code_and_the_text_can_be_chosen(int code, string? message, string text)
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = Given.SendPath, ErrorCode = code, Message = message });

        var reply = await shop.Send();

        (reply.Code, reply.PlainText).ShouldBe((code, text));
        reply.Text.ShouldMatch(" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$");
    }

    [Theory]
    [InlineData(FaultKind.WeChatError)]
    [InlineData(FaultKind.HttpStatus)]
    [InlineData(FaultKind.Html)]
    public async Task An_error_after_processing_hides_an_accepted_message(FaultKind kind)
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = kind, Path = Given.SendPath, AfterProcessing = true });

        await shop.Send();

        shop.Control.Report().Accepted.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.InternalServerError)]
    [InlineData(503, HttpStatusCode.ServiceUnavailable)]
    public async Task An_HTTP_status_without_a_body(int? status, HttpStatusCode expected)
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.HttpStatus, Path = Given.SendPath, Status = status });

        var reply = await shop.Send();

        (reply.Status, reply.Raw).ShouldBe((expected, ""));
        shop.Control.Report().Accepted.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData(502, HttpStatusCode.BadGateway)]
    public async Task A_proxys_page_instead_of_JSON(int? status, HttpStatusCode expected)
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.Html, Path = Given.SendPath, Status = status });

        var reply = await shop.Send();

        (reply.Status, reply.ContentType).ShouldBe((expected, "text/html"));
        reply.Raw.ShouldStartWith("<html>");
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore, 0, 3)]
    [InlineData(FaultKind.ResetAfter, 1, 2)]
    public async Task A_reset_tears_the_connection_before_or_after_the_message_counts(FaultKind kind, int accepted, int sendsLeft)
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = kind, Path = Given.SendPath, Count = 1 });

        var torn = await Should.ThrowAsync<HttpRequestException>(() => shop.Send());

        Causes(torn).OfType<SocketException>().ShouldContain(cause => cause.SocketErrorCode == SocketError.ConnectionReset);
        shop.Control.Report().Accepted.ShouldBe(accepted);
        shop.Control.Grants(Given.App, Given.Alice).Single(grant => grant.TemplateId == Given.OrderPaid).Sends.ShouldBe(sendsLeft);
        (await shop.Send()).Code.ShouldBe(0);
        shop.Control.Report().Duplicates.ShouldBe(accepted);
    }

    [Fact]
    public async Task Half_of_an_answer_and_then_nothing()
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.Truncated, Path = Given.SendPath });

        await Should.ThrowAsync<HttpRequestException>(() => shop.Send());

        shop.Control.Report().Accepted.ShouldBe(1);
        shop.Control.Report().Count(Given.SendPath, "fault:truncated").ShouldBe(1);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_hanging_call_ends_when_the_caller_gives_up(bool afterProcessing, int accepted)
    {
        await using var shop = await Given.A_shop();
        var token = await shop.Token();
        shop.Control.AddFault(new() { Kind = FaultKind.Hang, Path = Given.SendPath, AfterProcessing = afterProcessing, Count = 1 });
        using var giveUp = new CancellationTokenSource();
        using var content = new StringContent(Given.Body());
        var hanging = shop.Http.PostAsync($"{Given.SendPath}?access_token={token}", content, giveUp.Token);
        await Eventually.Holds(() => shop.Control.Faults().Single().Struck == 1, "the call should reach the simulator");
        hanging.IsCompleted.ShouldBeFalse();

        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(hanging);
        await Eventually.Holds(() => shop.Control.Report().Count(Given.SendPath, "fault:hang") == 1, "the simulator should notice");
        shop.Control.Report().Accepted.ShouldBe(accepted);
        (await shop.Send(token)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_hanging_call_does_not_keep_the_simulator_from_stopping()
    {
        var shop = await Given.A_shop();
        var token = await shop.Token();
        shop.Control.AddFault(new() { Kind = FaultKind.Hang, Path = Given.SendPath });
        var hanging = shop.Send(token);
        await Eventually.Holds(() => shop.Control.Faults().Single().Struck == 1, "the call should reach the simulator");

        await shop.Server.DisposeAsync();

        await Should.ThrowAsync<HttpRequestException>(hanging);
        shop.Http.Dispose();
    }

    [Fact]
    public async Task A_slow_answer_is_the_right_one_and_comes_on_top_of_the_latency()
    {
        using var time = new ManualTime();
        await using var shop = await Given.A_shop(new SimulatorOptions { Time = time });
        var token = await shop.Token();
        shop.Control.SetLatency(new() { Path = Given.SendPath, FixedMs = 100 });
        shop.Control.AddFault(new() { Kind = FaultKind.Slow, Path = Given.SendPath, DelayMs = 3_000 });
        var slow = shop.Send(token);
        await time.TimerStarted();
        time.Advance(TimeSpan.FromMilliseconds(3_099));
        slow.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromMilliseconds(1));

        (await slow).Code.ShouldBe(0);
        shop.Control.Report().Count(Given.SendPath, "0").ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_token_answer_is_a_token_issued_all_the_same()
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.ResetAfter, Path = Given.StablePath, Count = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => shop.Stable());

        (await shop.Stable()).ExpiresIn.ShouldBeInRange(7190, 7200);
        shop.Control.Report().TokenCalls.Single(calls => calls is { AppId: Given.App, Kind: "stable" }).Calls.ShouldBe(2);
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
