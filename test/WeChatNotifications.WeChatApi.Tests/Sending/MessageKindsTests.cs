using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;
using WeChatNotifications.WeChatApi.Tests.Support;

namespace WeChatNotifications.WeChatApi.Tests.Sending;

/// <summary>The other four kinds of messages: their addresses, bodies, and what they demand.</summary>
public sealed class MessageKindsTests
{
    private static readonly KeyValuePair<string, string>[] Data = [new("first", "您好 👋"), new("keyword1", "咖啡"), new("keyword2", "¥10.50")];
    private static readonly Dictionary<string, string> Colors = new() { ["keyword1"] = "#173177", ["keyword9"] = "#FF0000" };
    private static readonly MiniProgramLink Link = new("wxlinked", "pages/order?id=1&x=2");

    private static readonly TemplateMessage WithFormId = new() { ToUser = Given.OpenId, TemplateId = "tmpl-1", FormId = "form-1", Data = Data };

    private static readonly UniformMiniProgramPart Weapp = new() { TemplateId = "tmpl-1", FormId = "form-1", Data = Data };

    private static readonly UniformOfficialAccountPart Mp = new() { AppId = "wxaccount", TemplateId = "tmpl-2", Data = Data };

    private static readonly OfficialAccountTemplateMessage ToFollower = new() { ToUser = Given.OpenId, TemplateId = "tmpl-2", Data = Data };

    private static readonly OfficialAccountSubscribeMessage Notice = new() { ToUser = Given.OpenId, TemplateId = "tmpl-3", Data = Data };

    private const string DataJson = """{"first":{"value":"您好 👋"},"keyword1":{"value":"咖啡"},"keyword2":{"value":"¥10.50"}}""";
    private const string ColoredJson = """{"first":{"value":"您好 👋"},"keyword1":{"value":"咖啡","color":"#173177"},"keyword2":{"value":"¥10.50"}}""";

    [Fact]
    public async Task A_template_message_goes_out_as_documented()
    {
        var full = await RequestOf(client => client.SendTemplateMessageAsync(
            Given.Token, WithFormId with { Page = "pages/order?id=1", Colors = Colors, EmphasisKeyword = "keyword1" }));
        var bare = await RequestOf(client => client.SendTemplateMessageAsync(Given.Token, WithFormId with { Data = [] }));

        full.Method.ShouldBe("POST");
        full.Target.ShouldBe($"/cgi-bin/message/wxopen/template/send?access_token={Uri.EscapeDataString(Given.Token)}");
        full.Text.ShouldBe(
            $$"""{"touser":"{{Given.OpenId}}","template_id":"tmpl-1","page":"pages/order?id=1","form_id":"form-1","data":{{ColoredJson}},"emphasis_keyword":"keyword1.DATA"}""");
        bare.Text.ShouldBe($$$"""{"touser":"{{{Given.OpenId}}}","template_id":"tmpl-1","form_id":"form-1","data":{}}""");
    }

    [Fact]
    public async Task An_emphasis_that_has_its_suffix_does_not_get_another() =>
        (await RequestOf(client => client.SendTemplateMessageAsync(Given.Token, WithFormId with { EmphasisKeyword = "keyword1.DATA" })))
            .Text.ShouldEndWith("\"emphasis_keyword\":\"keyword1.DATA\"}");

    [Fact]
    public async Task A_uniform_message_holds_one_part_or_both()
    {
        var both = await RequestOf(client => client.SendUniformMessageAsync(Given.Token, new()
        {
            ToUser = Given.OpenId,
            MiniProgramPart = Weapp with { Page = "index", EmphasisKeyword = "keyword2", Colors = Colors },
            OfficialAccountPart = Mp with { Url = "https://shop.example/1?a=b", MiniProgram = Link, Colors = Colors },
        }));
        var weapp = await RequestOf(client => client.SendUniformMessageAsync(Given.Token, new() { ToUser = Given.OpenId, MiniProgramPart = Weapp }));
        var account = await RequestOf(client => client.SendUniformMessageAsync(Given.Token, new() { ToUser = Given.OpenId, OfficialAccountPart = Mp }));

        both.Target.ShouldBe($"/cgi-bin/message/wxopen/template/uniform_send?access_token={Uri.EscapeDataString(Given.Token)}");
        both.Text.ShouldBe(
            $$"""{"touser":"{{Given.OpenId}}","weapp_template_msg":{"template_id":"tmpl-1","page":"index","form_id":"form-1","data":{{ColoredJson}},"emphasis_keyword":"keyword2.DATA"},"""
            + $$$"""
                "mp_template_msg":{"appid":"wxaccount","template_id":"tmpl-2","url":"https://shop.example/1?a=b","miniprogram":{"appid":"wxlinked","pagepath":"pages/order?id=1&x=2"},"data":{{{ColoredJson}}}}}
                """);
        weapp.Text.ShouldBe($$$"""{"touser":"{{{Given.OpenId}}}","weapp_template_msg":{"template_id":"tmpl-1","form_id":"form-1","data":{{{DataJson}}}}}""");
        account.Text.ShouldBe($$$"""{"touser":"{{{Given.OpenId}}}","mp_template_msg":{"appid":"wxaccount","template_id":"tmpl-2","url":"","data":{{{DataJson}}}}}""");
    }

    [Theory]
    [InlineData("pagepath")]
    [InlineData("page")]
    [InlineData("path")]
    [InlineData("pagePath")]
    public async Task The_page_of_a_uniform_message_is_spelled_as_configured(string name)
    {
        await using var server = ScriptedServer.That(Reply.Ok);
        var options = new WeChatApiOptions { BaseAddress = server.Address, UniformPagePathName = name };
        using var http = new HttpClient(WeChatApiClient.CreateHandler(options));

        await new WeChatApiClient(http, options).SendUniformMessageAsync(
            Given.Token, new() { ToUser = Given.OpenId, OfficialAccountPart = Mp with { MiniProgram = Link } });

        server.Request.Text.ShouldContain($$"""
            "miniprogram":{"appid":"wxlinked","{{name}}":"pages/order?id=1&x=2"}
            """);
    }

    [Fact]
    public async Task An_official_accounts_template_message_goes_out_as_documented()
    {
        var full = await RequestOf(client => client.SendOfficialAccountTemplateMessageAsync(
            Given.Token, ToFollower with { Url = "https://shop.example/", MiniProgram = Link, ClientMessageId = "delivery-1", Colors = Colors }));
        var bare = await RequestOf(client => client.SendOfficialAccountTemplateMessageAsync(Given.Token, ToFollower));
        var firstPage = await RequestOf(client => client.SendOfficialAccountTemplateMessageAsync(Given.Token, ToFollower with { MiniProgram = new("wxlinked") }));

        full.Target.ShouldBe($"/cgi-bin/message/template/send?access_token={Uri.EscapeDataString(Given.Token)}");
        full.Text.ShouldBe(
            $$"""{"touser":"{{Given.OpenId}}","template_id":"tmpl-2","url":"https://shop.example/","miniprogram":{"appid":"wxlinked","pagepath":"pages/order?id=1&x=2"},"client_msg_id":"delivery-1","data":{{ColoredJson}}}""");
        bare.Text.ShouldBe($$"""{"touser":"{{Given.OpenId}}","template_id":"tmpl-2","data":{{DataJson}}}""");
        firstPage.Text.ShouldContain("\"miniprogram\":{\"appid\":\"wxlinked\"},");
    }

    [Fact]
    public async Task A_subscription_notice_goes_out_as_documented()
    {
        var full = await RequestOf(client => client.SendOfficialAccountSubscribeMessageAsync(
            Given.Token, Notice with { Page = "https://shop.example/1", MiniProgram = Link }));
        var bare = await RequestOf(client => client.SendOfficialAccountSubscribeMessageAsync(Given.Token, Notice));

        full.Target.ShouldBe($"/cgi-bin/message/subscribe/bizsend?access_token={Uri.EscapeDataString(Given.Token)}");
        full.Text.ShouldBe(
            $$"""{"touser":"{{Given.OpenId}}","template_id":"tmpl-3","page":"https://shop.example/1","miniprogram":{"appid":"wxlinked","pagepath":"pages/order?id=1&x=2"},"data":{{DataJson}}}""");
        bare.Text.ShouldBe($$"""{"touser":"{{Given.OpenId}}","template_id":"tmpl-3","data":{{DataJson}}}""");
    }

    public static TheoryData<string> Kinds => ["template", "uniform", "account-template", "account-subscribe"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_tells_the_same_results_apart(string kind)
    {
        (await ResultOf(kind, Reply.Json("""{"errcode":0,"errmsg":"ok","msgid":1226691075109289985}"""))).ShouldBe(new SendResult.Accepted(1226691075109289985));
        (await ResultOf(kind, Reply.Ok)).ShouldBe(new SendResult.Accepted(null));
        (await ResultOf(kind, Reply.Json("""{"errcode":45109,"errmsg":"gone rid: 617682e0-52a2e2b3-5f2c1a7d"}""")))
            .ShouldBe(new SendResult.Refused(new(45109, "gone", "617682e0-52a2e2b3-5f2c1a7d")));
        (await ResultOf(kind, Reply.Json("<html>", 502))).ShouldBeOfType<SendResult.Unknown>().Fault.HttpStatus.ShouldBe(502);
        (await ResultOf(kind, Reply.Json("<html>", 403))).ShouldBeOfType<SendResult.NotSent>().Fault.Kind.ShouldBe(TransportFaultKind.HttpStatus);
        (await ResultOf(kind, Reply.Json("{}"))).ShouldBeOfType<SendResult.Unknown>().Fault.Kind.ShouldBe(TransportFaultKind.UnreadableAnswer);
    }

    public static TheoryData<Func<WeChatApiClient, Task>, string> Broken => new()
    {
        { c => c.SendTemplateMessageAsync(Given.Token, WithFormId with { ToUser = "" }), "no ToUser" },
        { c => c.SendTemplateMessageAsync(Given.Token, WithFormId with { TemplateId = " " }), "no TemplateId" },
        { c => c.SendTemplateMessageAsync(Given.Token, WithFormId with { FormId = "" }), "no FormId" },
        { c => c.SendTemplateMessageAsync(Given.Token, WithFormId with { Data = null! }), "no Data" },
        { c => c.SendUniformMessageAsync(Given.Token, new() { ToUser = Given.OpenId }), "neither" },
        { c => c.SendUniformMessageAsync(Given.Token, new() { ToUser = "", MiniProgramPart = Weapp }), "no ToUser" },
        { c => c.SendUniformMessageAsync(Given.Token, new() { ToUser = "o", MiniProgramPart = Weapp with { FormId = "" } }), "no MiniProgramPart.FormId" },
        { c => c.SendUniformMessageAsync(Given.Token, new() { ToUser = "o", MiniProgramPart = Weapp with { TemplateId = "" } }), "no MiniProgramPart.TemplateId" },
        { c => c.SendUniformMessageAsync(Given.Token, new() { ToUser = "o", OfficialAccountPart = Mp with { AppId = "" } }), "no OfficialAccountPart.AppId" },
        { c => c.SendUniformMessageAsync(Given.Token, new() { ToUser = "o", OfficialAccountPart = Mp with { TemplateId = "" } }), "no OfficialAccountPart.TemplateId" },
        { c => c.SendUniformMessageAsync(Given.Token, new() { ToUser = "o", OfficialAccountPart = Mp with { Data = [new("a", null!)] } }), "OfficialAccountPart.Data has a field without a value" },
        { c => c.SendOfficialAccountTemplateMessageAsync(Given.Token, ToFollower with { MiniProgram = new("") }), "MiniProgram has no AppId" },
        { c => c.SendOfficialAccountTemplateMessageAsync(Given.Token, ToFollower with { Data = [new("a", "1"), new("a", "2")] }), "twice" },
        { c => c.SendOfficialAccountSubscribeMessageAsync(Given.Token, Notice with { TemplateId = "" }), "no TemplateId" },
        { c => c.SendOfficialAccountSubscribeMessageAsync(Given.Token, Notice with { MiniProgram = new(" ", "p") }), "MiniProgram has no AppId" },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task A_message_that_lacks_something_is_the_callers_fault(Func<WeChatApiClient, Task> send, string what)
    {
        var exception = await Should.ThrowAsync<ArgumentException>(() => send(Given.Client(ScriptedServer.Nobody())));

        exception.ParamName.ShouldBe("message");
        exception.Message.ShouldContain(what);
        exception.ToString().ShouldNotContain(Given.OpenId);
    }

    [Fact]
    public async Task A_blank_token_or_no_message_is_the_callers_fault()
    {
        var client = Given.Client(ScriptedServer.Nobody());
        foreach (var send in new Func<string, bool, Task>[]
        {
            (token, isThere) => client.SendTemplateMessageAsync(token, isThere ? WithFormId : null!),
            (token, isThere) => client.SendUniformMessageAsync(token, isThere ? new() { ToUser = "o", MiniProgramPart = Weapp } : null!),
            (token, isThere) => client.SendOfficialAccountTemplateMessageAsync(token, isThere ? ToFollower : null!),
            (token, isThere) => client.SendOfficialAccountSubscribeMessageAsync(token, isThere ? Notice : null!),
        })
        {
            (await Should.ThrowAsync<ArgumentException>(() => send(" ", true))).ParamName.ShouldBe("accessToken");
            (await Should.ThrowAsync<ArgumentNullException>(() => send(Given.Token, false))).ParamName.ShouldBe("message");
        }
    }

    [Fact]
    public void No_message_shows_its_receiver_permit_or_content()
    {
        var uniform = new UniformMessage { ToUser = Given.OpenId, MiniProgramPart = Weapp, OfficialAccountPart = Mp };

        foreach (var text in new[] { WithFormId.ToString(), Weapp.ToString(), Mp.ToString(), uniform.ToString(), ToFollower.ToString(), Notice.ToString() })
        {
            text.ShouldContain("tmpl-");
            text.ShouldNotContain(Given.OpenId);
            text.ShouldNotContain("form-1");
            text.ShouldNotContain("咖啡");
        }
    }

    private static async Task<ReceivedRequest> RequestOf(Func<WeChatApiClient, Task<SendResult>> send)
    {
        await using var server = ScriptedServer.That(Reply.Ok);
        (await send(Given.Client(server.Address))).ShouldBe(new SendResult.Accepted(null));
        return server.Request;
    }

    private static async Task<SendResult> ResultOf(string kind, Reply reply)
    {
        await using var server = ScriptedServer.That(reply);
        var client = Given.Client(server.Address);
        return await (kind switch
        {
            "template" => client.SendTemplateMessageAsync(Given.Token, WithFormId),
            "uniform" => client.SendUniformMessageAsync(Given.Token, new() { ToUser = Given.OpenId, OfficialAccountPart = Mp }),
            "account-template" => client.SendOfficialAccountTemplateMessageAsync(Given.Token, ToFollower),
            _ => client.SendOfficialAccountSubscribeMessageAsync(Given.Token, Notice),
        });
    }
}
