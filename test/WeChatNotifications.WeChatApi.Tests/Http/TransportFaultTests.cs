using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;
using WeChatNotifications.WeChatApi.Tests.Support;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi.Tests.Http;

public sealed class TransportFaultTests
{
    private static readonly TimeSpan Limit = new WeChatApiOptions().Timeout;

    [Fact]
    public async Task A_refused_connection_is_certainly_not_sent() =>
        NotSent(await Send(Given.Client(ScriptedServer.Nobody())), TransportFaultKind.Connection).Detail.ShouldContain("ConnectionRefused");

    [Fact]
    public async Task A_name_that_does_not_resolve_is_certainly_not_sent()
    {
        var handler = WeChatApiClient.CreateHandler();
        handler.ConnectCallback = (_, _) => throw new SocketException((int)SocketError.HostNotFound);

        NotSent(await Send(Given.Client(new("http://api.example/"), handler: handler)), TransportFaultKind.NameResolution)
            .Detail.ShouldContain("HostNotFound");
    }

    [Fact]
    public async Task A_failed_tls_handshake_is_certainly_not_sent()
    {
        await using var server = ScriptedServer.That(Reply.Raw("HTTP/1.1 400 Speak plain\r\n\r\n"));
        var address = new UriBuilder(server.Address) { Scheme = "https" }.Uri;

        NotSent(await Send(Given.Client(address)), TransportFaultKind.SecureConnection).Detail.ShouldContain("TLS");
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_named()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=api.weixin.qq.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var own = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var bytesOfTheRequest = CountAsync(listener, own);

        var result = await Send(Given.Client(new($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/")));

        var detail = NotSent(result, TransportFaultKind.SecureConnection).Detail;
        detail.ShouldContain("certificate: RemoteCertificateNameMismatch");
        (await bytesOfTheRequest).ShouldBe(0);
    }

    [Fact]
    public async Task A_tls_handshake_that_never_ends_is_certainly_not_sent()
    {
        await using var server = ScriptedServer.That(Reply.Silence);
        var time = new ManualTimeProvider();
        var sending = Send(Given.Client(new UriBuilder(server.Address) { Scheme = "https" }.Uri, time));
        await server.FirstRequest;

        time.Advance(Limit);

        NotSent(await sending, TransportFaultKind.Timeout);
    }

    [Fact]
    public async Task Waiting_for_a_free_connection_too_long_is_certainly_not_sent()
    {
        await using var server = ScriptedServer.That(Reply.Silence);
        var time = new ManualTimeProvider();
        using var http = new HttpClient(WeChatApiClient.CreateHandler(new() { MaxConnectionsPerServer = 1 }));
        var first = Send(new(http, new() { BaseAddress = server.Address }, time));
        await server.FirstRequest;
        var second = Send(new(http, new() { BaseAddress = server.Address, Timeout = Limit / 2 }, time));

        time.Advance(Limit / 2);

        NotSent(await second, TransportFaultKind.Timeout);
        first.IsCompleted.ShouldBeFalse();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_answer_in_time_leaves_the_outcome_unknown()
    {
        await using var server = ScriptedServer.That(Reply.Silence);
        var time = new ManualTimeProvider();
        var sending = Send(Given.Client(server.Address, time));
        await server.FirstRequest;

        time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        sending.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));

        Unknown(await sending, TransportFaultKind.Timeout).Detail.ShouldBe("No complete answer within 10 s.");
    }

    [Fact]
    public async Task No_token_in_time_is_unreachable()
    {
        await using var server = ScriptedServer.That(Reply.Silence);
        var time = new ManualTimeProvider();
        var asking = Given.Client(server.Address, time).GetStableAccessTokenAsync(Given.StableRequest);
        await server.FirstRequest;

        time.Advance(Limit);

        (await asking).ShouldBeOfType<TokenResult.Unreachable>().Fault.Kind.ShouldBe(TransportFaultKind.Timeout);
    }

    [Fact]
    public async Task The_http_clients_own_shorter_limit_is_a_result_too()
    {
        await using var server = ScriptedServer.That(Reply.Silence);
        using var http = new HttpClient(WeChatApiClient.CreateHandler()) { Timeout = TimeSpan.FromMilliseconds(200) };

        Unknown(await Send(new(http, new() { BaseAddress = server.Address })), TransportFaultKind.Timeout);
    }

    [Fact]
    public async Task An_http_client_that_ends_its_calls_leaves_the_outcome_unknown()
    {
        await using var server = ScriptedServer.That(Reply.Silence);
        using var http = new HttpClient(WeChatApiClient.CreateHandler());
        var sending = Send(new(http, new() { BaseAddress = server.Address }));
        await server.FirstRequest;

        http.CancelPendingRequests();

        Unknown(await sending, TransportFaultKind.ConnectionLost);
    }

    [Fact]
    public async Task The_callers_cancellation_is_thrown()
    {
        await using var server = ScriptedServer.That(Reply.Silence);
        using var caller = new CancellationTokenSource();
        var sending = Given.Client(server.Address).SendSubscribeMessageAsync(Given.Token, Given.Message, caller.Token);
        await server.FirstRequest;

        await caller.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(() => sending)).CancellationToken.ShouldBe(caller.Token);
    }

    [Fact]
    public async Task A_call_cancelled_beforehand_is_not_made()
    {
        await using var server = ScriptedServer.That(Reply.Ok);

        await Should.ThrowAsync<OperationCanceledException>(
            () => Given.Client(server.Address).SendSubscribeMessageAsync(Given.Token, Given.Message, new(canceled: true)));

        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reset_before_the_answer_leaves_the_outcome_unknown() =>
        Unknown(await Given.ASend(Reply.Reset), TransportFaultKind.ConnectionLost).HttpStatus.ShouldBeNull();

    [Fact]
    public async Task A_connection_closed_without_an_answer_leaves_the_outcome_unknown() =>
        Unknown(await Given.ASend(Reply.Raw("")), TransportFaultKind.ConnectionLost).Detail.ShouldContain("ResponseEnded");

    [Fact]
    public async Task Half_an_answer_leaves_the_outcome_unknown() =>
        Unknown(await Given.ASend(Reply.Raw("HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{\"errcode\":0,")), TransportFaultKind.ConnectionLost)
            .HttpStatus.ShouldBe(200);

    [Fact]
    public async Task An_answer_that_is_not_http_leaves_the_outcome_unknown() =>
        Unknown(await Given.ASend(Reply.Raw("SSH-2.0-OpenSSH_9.2\r\n\r\n")), TransportFaultKind.UnreadableAnswer);

    [Fact]
    public async Task A_send_on_a_connection_that_was_just_closed_is_never_doubled()
    {
        var replies = new Queue<Reply>([Reply.Ok, Reply.Raw(""), Reply.Ok]);
        await using var server = ScriptedServer.That(_ => replies.Dequeue());
        var client = Given.Client(server.Address);

        (await Send(client)).ShouldBeOfType<SendResult.Accepted>();
        Unknown(await Send(client), TransportFaultKind.ConnectionLost);
        (await Send(client)).ShouldBeOfType<SendResult.Accepted>();

        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_server_error_leaves_the_outcome_unknown(int status) =>
        Unknown(await Given.ASend(Reply.Json("<html>Bad gateway</html>", status)), TransportFaultKind.HttpStatus).HttpStatus.ShouldBe(status);

    [Fact]
    public async Task A_yes_under_an_error_status_leaves_the_outcome_unknown()
    {
        Unknown(await Given.ASend(Reply.Json("""{"errcode":0}""", 502)), TransportFaultKind.HttpStatus);
        Unknown(await Given.ASend(Reply.Json("""{"errcode":0}""", 400)), TransportFaultKind.HttpStatus);
    }

    [Theory]
    [InlineData(400, "<html>")]
    [InlineData(403, "")]
    [InlineData(404, """{"message":"no route"}""")]
    [InlineData(407, "<html>")]
    [InlineData(429, "slow down")]
    public async Task A_proxys_refusal_is_certainly_not_sent(int status, string body) =>
        NotSent(await Given.ASend(Reply.Json(body, status)), TransportFaultKind.HttpStatus).HttpStatus.ShouldBe(status);

    [Fact]
    public async Task A_proxys_refusal_cut_short_is_certainly_not_sent() =>
        NotSent(await Given.ASend(Reply.Raw("HTTP/1.1 403 No\r\nContent-Length: 27\r\n\r\n<html>")), TransportFaultKind.ConnectionLost)
            .HttpStatus.ShouldBe(403);

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = ScriptedServer.That(Reply.Ok);

        NotSent(await Given.ASend(Reply.Redirect(status, elsewhere.Address)), TransportFaultKind.Redirect).HttpStatus.ShouldBe(status);

        elsewhere.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_from_where_a_careless_handler_was_redirected_to_is_not_trusted()
    {
        await using var elsewhere = ScriptedServer.That(Reply.Ok);
        using var careless = new HttpClientHandler { AllowAutoRedirect = true };

        Unknown(await Given.ASend(Reply.Redirect(307, elsewhere.Address), careless), TransportFaultKind.Redirect);
    }

    [Fact]
    public async Task A_message_handlers_own_exception_is_the_callers_to_see() =>
        await Should.ThrowAsync<InvalidOperationException>(
            () => Send(Given.Client(ScriptedServer.Nobody(), handler: new Throwing(new InvalidOperationException("circuit open")))));

    [Fact]
    public async Task Where_a_handler_buffered_the_body_the_outcome_counts_as_unknown() =>
        // Nobody can tell any more whether the body left; the careful reading holds.
        Unknown(await Send(Given.Client(ScriptedServer.Nobody(), handler: new Buffering(WeChatApiClient.CreateHandler()))), TransportFaultKind.Connection);

    private static async Task<int> CountAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            return await tls.ReadAsync(new byte[1024]);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return 0;
        }
    }

    private static Task<SendResult> Send(WeChatApiClient client) => client.SendSubscribeMessageAsync(Given.Token, Given.Message);

    private static TransportFault NotSent(SendResult result, TransportFaultKind kind)
    {
        var fault = result.ShouldBeOfType<SendResult.NotSent>().Fault;
        fault.Kind.ShouldBe(kind);
        return fault;
    }

    private static TransportFault Unknown(SendResult result, TransportFaultKind kind)
    {
        var fault = result.ShouldBeOfType<SendResult.Unknown>().Fault;
        fault.Kind.ShouldBe(kind);
        return fault;
    }

    private sealed class Throwing(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw exception;
    }

    private sealed class Buffering(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.LoadIntoBufferAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
