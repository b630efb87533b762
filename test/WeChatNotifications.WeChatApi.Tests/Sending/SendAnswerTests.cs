using System.Globalization;
using System.Text;
using System.Text.Json;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;
using WeChatNotifications.WeChatApi.Tests.Support;

namespace WeChatNotifications.WeChatApi.Tests.Sending;

public sealed class SendAnswerTests
{
    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok","msgid":1864323726461255680}""", 1864323726461255680L)]
    [InlineData("""{"errcode":0,"errmsg":"ok","msgid":"1864323726461255680"}""", 1864323726461255680L)]
    [InlineData("""{"msgid":9223372036854775807}""", long.MaxValue)]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", null)]
    [InlineData("""{"errcode":"0","errmsg":"ok"}""", null)]
    [InlineData("""{"errmsg":"ok"}""", null)]
    [InlineData("""{"errcode":0}""", null)]
    [InlineData("""{"errcode":0,"errmsg":"ok","msgid":18643237264612556801}""", null)]
    [InlineData("""{"errcode":0,"errmsg":"ok","msgid":{"a":1}}""", null)]
    [InlineData(""" { "errcode" : 0 , "errmsg" : 5 , "x":[{"errcode":40001}], "y": {"errcode":40001} } """, null)]
    public async Task A_yes_in_any_known_shape_is_accepted(string body, long? messageId) =>
        (await Given.ASend(Reply.Json(body))).ShouldBe(new SendResult.Accepted(messageId));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/html; charset=gbk")]
    [InlineData("nonsense")]
    public async Task Any_content_type_will_do(string contentType) =>
        (await Given.ASend(Reply.Json("""{"errcode":0}""", contentType: contentType))).ShouldBeOfType<SendResult.Accepted>();

    [Fact]
    public async Task A_byte_order_mark_does_not_matter() =>
        (await Given.ASend(Reply.Body([0xEF, 0xBB, 0xBF, .. """{"errcode":0}"""u8]))).ShouldBeOfType<SendResult.Accepted>();

    [Theory]
    [InlineData("""{"errcode":43101,"errmsg":"user refuse to accept the msg rid: 617682e0-52a2e2b3-5f2c1a7d"}""", 200)]
    [InlineData("""{"errmsg":"user refuse to accept the msg rid: 617682e0-52a2e2b3-5f2c1a7d","errcode":"43101"}""", 200)]
    [InlineData("""{"errcode":43101.0,"errmsg":"user refuse to accept the msg rid: 617682e0-52a2e2b3-5f2c1a7d"}""", 200)]
    [InlineData("""{"errcode":43101,"errmsg":"user refuse to accept the msg rid: 617682e0-52a2e2b3-5f2c1a7d"}""", 403)]
    [InlineData("""{"errcode":43101,"errmsg":"user refuse to accept the msg rid: 617682e0-52a2e2b3-5f2c1a7d"}""", 502)]
    public async Task A_no_in_any_known_shape_is_a_refusal(string body, int status) =>
        (await Given.ARefusedSend(Reply.Json(body, status)))
            .ShouldBe(new WeChatError(43101, "user refuse to accept the msg", "617682e0-52a2e2b3-5f2c1a7d"));

    [Fact]
    public async Task A_code_nobody_knows_is_kept() =>
        (await Given.ARefusedSend(Reply.Json("""{"errcode":-2147483648}"""))).ShouldBe(new WeChatError(int.MinValue, "", null));

    [Fact]
    public async Task A_message_that_is_not_utf8_still_is_a_refusal()
    {
        var error = await Given.ARefusedSend(Reply.Body([.. "{\"errcode\":47003,\"errmsg\":\"data.thing1.value "u8, 0xB4, 0xED, .. "\"}"u8]));

        error.Code.ShouldBe(47003);
        error.InvalidField.ShouldBe("thing1");
    }

    [Theory]
    [InlineData("<html><body>Please sign in</body></html>")]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":"fine"}""")]
    [InlineData("""{"errcode":0,"errmsg":"o""")]
    [InlineData("""{"errcode":0,"errmsg":"ok"}<html>""")]
    [InlineData("""{"errcode":true}""")]
    [InlineData("""{"errcode":"none"}""")]
    [InlineData("""{"errcode":4294967296}""")]
    [InlineData("""{"errcode":1.5}""")]
    [InlineData("""{errcode:0}""")]
    public async Task An_answer_that_is_not_wechats_leaves_the_outcome_unknown(string body)
    {
        var fault = (await Given.ASend(Reply.Json(body))).ShouldBeOfType<SendResult.Unknown>().Fault;

        fault.Kind.ShouldBe(TransportFaultKind.UnreadableAnswer);
        fault.HttpStatus.ShouldBe(200);
        fault.Detail.ShouldNotContain("sign in");
    }

    [Fact]
    public async Task An_answer_up_to_a_mebibyte_is_read_and_a_larger_one_is_not()
    {
        const string start = """{"errcode":0,"filler":" """;
        var filler = new string('x', (1024 * 1024) - Encoding.UTF8.GetByteCount(start) - 2);

        (await Given.ASend(Reply.Json($"{start}{filler}\"}}"))).ShouldBeOfType<SendResult.Accepted>();
        var fault = (await Given.ASend(Reply.Json($"{start}{filler}x\"}}"))).ShouldBeOfType<SendResult.Unknown>().Fault;
        fault.Kind.ShouldBe(TransportFaultKind.UnreadableAnswer);
        fault.Detail.ShouldContain("1048576");
    }

    [Fact]
    public async Task An_answer_in_chunks_is_read() =>
        (await Given.ASend(Reply.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"errcod\r\n7\r\ne\":0,\"m\r\nB\r\nsgid\":\"77\"}\r\n0\r\n\r\n")))
            .ShouldBe(new SendResult.Accepted(77));

    [Fact]
    public async Task Many_sends_at_once_each_get_their_own_answer()
    {
        await using var server = ScriptedServer.That(request =>
        {
            var number = JsonDocument.Parse(request.Body).RootElement.GetProperty("touser").GetString()!;
            // Answers of all sizes, so that the pooled buffers grow and change hands.
            return Reply.Json($$"""{"errcode":0,"filler":"{{new string('x', int.Parse(number, CultureInfo.InvariantCulture) * 7 % 5000)}}","msgid":{{number}}}""");
        });
        var client = Given.Client(server.Address);

        await Parallel.ForEachAsync(Enumerable.Range(1, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, cancellationToken) =>
        {
            var message = Given.Message with { ToUser = number.ToString(CultureInfo.InvariantCulture) };
            (await client.SendSubscribeMessageAsync(Given.Token, message, cancellationToken)).ShouldBe(new SendResult.Accepted(number));
        });

        server.Requests.Count.ShouldBe(2_000);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        var endless = "HTTP/1.1 200 OK\r\n\r\n" + new string(' ', 4 * 1024 * 1024);

        (await Given.ASend(Reply.Raw(endless))).ShouldBeOfType<SendResult.Unknown>().Fault.Kind.ShouldBe(TransportFaultKind.UnreadableAnswer);
    }

    [Fact]
    public async Task Random_bytes_never_pass_for_a_yes_and_never_throw()
    {
        var random = new Random(2026);
        var yes = """{"errcode":0,"errmsg":"ok","msgid":1864323726461255680}"""u8.ToArray();
        var replies = new Queue<byte[]>();
        await using var server = ScriptedServer.That(_ => Reply.Body(replies.Dequeue()));
        var client = Given.Client(server.Address);
        for (var i = 0; i < 500; i++)
        {
            var body = i % 2 == 0 ? yes[..random.Next(yes.Length)] : RandomBytes(random);
            replies.Enqueue(body);

            var result = await client.SendSubscribeMessageAsync(Given.Token, Given.Message);

            result.ShouldBeOfType<SendResult.Unknown>(Convert.ToHexString(body));
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(64)];
        random.NextBytes(bytes);
        return bytes;
    }
}
