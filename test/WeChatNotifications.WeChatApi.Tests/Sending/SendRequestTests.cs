using System.Text.Json;
using WeChatNotifications.WeChatApi.Sending;
using WeChatNotifications.WeChatApi.Tests.Support;

namespace WeChatNotifications.WeChatApi.Tests.Sending;

public sealed class SendRequestTests
{
    [Fact]
    public async Task A_message_goes_out_as_documented()
    {
        var request = await RequestOf(Given.Message with
        {
            Page = "pages/order?id=1&x=2",
            Data = [new("thing1", "咖啡"), new("amount2", "¥10.50"), new("name3", "张三")],
            MiniprogramState = MiniProgramState.Trial,
            Lang = "zh_CN",
        });

        request.Method.ShouldBe("POST");
        request.Target.ShouldBe($"/cgi-bin/message/subscribe/send?access_token={Uri.EscapeDataString(Given.Token)}");
        request.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        request.Headers.Keys.ShouldNotContain("Transfer-Encoding");
        request.Headers["Content-Length"].ShouldBe(request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Text.ShouldBe(
            """{"touser":"oABC-alice_1234567890","template_id":"tmpl-order-paid","page":"pages/order?id=1&x=2","data":{"thing1":{"value":"咖啡"},"amount2":{"value":"¥10.50"},"name3":{"value":"张三"}},"miniprogram_state":"trial","lang":"zh_CN"}""");
    }

    [Fact]
    public async Task What_is_not_given_is_not_sent() =>
        (await RequestOf(Given.Message with { Data = [] })).Text
            .ShouldBe("""{"touser":"oABC-alice_1234567890","template_id":"tmpl-order-paid","data":{}}""");

    [Theory]
    [InlineData(MiniProgramState.Formal, "formal")]
    [InlineData(MiniProgramState.Trial, "trial")]
    [InlineData(MiniProgramState.Developer, "developer")]
    public async Task Each_version_of_the_mini_program_has_its_word(MiniProgramState state, string word) =>
        JsonDocument.Parse((await RequestOf(Given.Message with { MiniprogramState = state })).Body)
            .RootElement.GetProperty("miniprogram_state").GetString().ShouldBe(word);

    [Fact]
    public async Task Emoji_and_han_go_out_as_raw_utf8()
    {
        var request = await RequestOf(Given.Message with { Data = [new("thing1", "👨‍👩‍👧 生日快乐 <b>&'+")] });

        request.Text.ShouldContain("\"👨‍👩‍👧 生日快乐 <b>&'+\"");
        request.Text.ShouldNotContain("\\u");
    }

    [Fact]
    public async Task Any_text_arrives_as_it_was_given()
    {
        var random = new Random(4711);
        await using var server = ScriptedServer.That(Reply.Ok);
        var client = Given.Client(server.Address);
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 30)).Select(_ => AnyRune(random)));

            await client.SendSubscribeMessageAsync(Given.Token, Given.Message with { Data = [new("thing1", text), new(text + "k", "v")], Page = text + "p" });

            var json = JsonDocument.Parse(server.Requests[^1].Body).RootElement;
            json.GetProperty("data").GetProperty("thing1").GetProperty("value").GetString().ShouldBe(text);
            json.GetProperty("data").GetProperty(text + "k").GetProperty("value").GetString().ShouldBe("v");
            json.GetProperty("page").GetString().ShouldBe(text + "p");
        }
    }

    [Fact]
    public async Task Half_a_surrogate_pair_becomes_the_replacement_character() =>
        JsonDocument.Parse((await RequestOf(Given.Message with { Data = [new("thing1", "a\uD83Db")] })).Body)
            .RootElement.GetProperty("data").GetProperty("thing1").GetProperty("value").GetString().ShouldBe("a\uFFFDb");

    [Fact]
    public async Task A_large_message_arrives_whole()
    {
        var text = new string('长', 200_000);

        (await RequestOf(Given.Message with { Data = [new("thing1", text)] })).Text.ShouldContain(text);
    }

    [Fact]
    public async Task A_gateways_path_is_kept()
    {
        await using var server = ScriptedServer.That(Reply.Ok);
        foreach (var path in new[] { "wechat/v1", "wechat/v1/" })
        {
            await Given.Client(new(server.Address, path)).SendSubscribeMessageAsync("t", Given.Message);
        }

        server.Requests.ShouldAllBe(request => request.Target == "/wechat/v1/cgi-bin/message/subscribe/send?access_token=t");
    }

    public static TheoryData<SubscribeMessage, string> BrokenMessages => new()
    {
        { Given.Message with { ToUser = " " }, "ToUser" },
        { Given.Message with { ToUser = null! }, "ToUser" },
        { Given.Message with { TemplateId = "" }, "TemplateId" },
        { Given.Message with { Data = null! }, "Data" },
        { Given.Message with { Data = [new("", "v")] }, "without a name" },
        { Given.Message with { Data = [new("thing1", null!)] }, "without a value" },
        { Given.Message with { Data = [new("thing1", "a"), new("thing2", "b"), new("thing1", "c")] }, "twice" },
        { Given.Message with { MiniprogramState = (MiniProgramState)7 }, "MiniprogramState" },
    };

    [Theory]
    [MemberData(nameof(BrokenMessages), DisableDiscoveryEnumeration = true)]
    public async Task A_message_that_lacks_something_is_the_callers_fault(SubscribeMessage message, string what)
    {
        var exception = await Should.ThrowAsync<ArgumentException>(
            () => Given.Client(ScriptedServer.Nobody()).SendSubscribeMessageAsync(Given.Token, message));

        exception.ParamName.ShouldBe("message");
        exception.Message.ShouldContain(what);
        exception.ToString().ShouldNotContain(Given.OpenId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_blank_token_is_the_callers_fault(string? token) =>
        (await Should.ThrowAsync<ArgumentException>(
            () => Given.Client(ScriptedServer.Nobody()).SendSubscribeMessageAsync(token!, Given.Message))).ParamName.ShouldBe("accessToken");

    private static async Task<ReceivedRequest> RequestOf(SubscribeMessage message)
    {
        await using var server = ScriptedServer.That(Reply.Ok);
        (await Given.Client(server.Address).SendSubscribeMessageAsync(Given.Token, message)).ShouldBe(new SendResult.Accepted(null));
        return server.Request;
    }

    private static string AnyRune(Random random) => random.Next(5) switch
    {
        0 => ((char)random.Next(0, 0x20)).ToString(),
        1 => "\"\\/\u007F\u2028\u0085"[random.Next(6)].ToString(),
        2 => char.ConvertFromUtf32(random.Next(0x1F300, 0x1FAFF)),
        3 => ((char)random.Next(0x4E00, 0x9FFF)).ToString(),
        _ => ((char)random.Next(0x20, 0x7F)).ToString(),
    };
}
