using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Tests.TemplateLibrary;

/// <summary>A mini program's private templates: what is added can be sent with.</summary>
public sealed class PrivateTemplateTests : IAsyncLifetime
{
    private const string Root = "/wxaapi/newtmpl";
    private Given _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Given.A_shop();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task What_was_seeded_is_listed_as_WeChat_lists_it()
    {
        _shop.Control.SetTemplate(new()
        {
            AppId = Given.App,
            TemplateId = "tmpl-state",
            Title = "Order state",
            Content = "状态:{{enum_string1.DATA}}\n",
            Example = "状态:已发货\n",
            Enums = new Dictionary<string, IReadOnlyList<string>> { ["enum_string1"] = ["已发货", "已签收"] },
        });

        (await List()).Raw.ShouldBe(
            """
            {"errcode":0,"errmsg":"ok","data":[
            {"priTmplId":"tmpl-order-paid","title":"Order paid","content":"单号:{{character_string1.DATA}}\n商品:{{thing2.DATA}}\n金额:{{amount3.DATA}}\n","example":"单号:A-1001\n商品:纯棉短袖衬衫\n金额:¥128.00\n","type":2},
            {"priTmplId":"tmpl-weather","title":"Weather","content":"事项:{{thing1.DATA}}\n","example":"事项:纯棉短袖衬衫\n","type":3},
            {"priTmplId":"tmpl-state","title":"Order state","content":"状态:{{enum_string1.DATA}}\n","example":"状态:已发货\n","type":2,"keywordEnumValueList":[{"keywordCode":"enum_string1.DATA","enumValueList":["已发货","已签收"]}]}
            ]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_library_template_is_added_with_the_lines_chosen_in_their_order_and_can_be_sent_with()
    {
        var added = await Add("1754", [5, 1, 3]);

        var id = (string)added.Json["priTmplId"]!;
        id.ShouldMatch("^[A-Za-z0-9_-]{43}$");
        var shown = await Shown(id);
        ((string)shown["title"]!, (int)shown["type"]!).ShouldBe(("退款结果通知", 2));
        ((string)shown["content"]!).ShouldBe("退款去向:{{enum_string5.DATA}}\n订单编号:{{character_string1.DATA}}\n退款状态:{{phrase3.DATA}}\n");
        ((string)shown["example"]!).ShouldBe("退款去向:原路退回\n订单编号:2026052000123\n退款状态:退款成功\n");
        shown["keywordEnumValueList"]![0]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldBe("""{"keywordCode":"enum_string5.DATA","enumValueList":["原路退回","退至零钱","退至银行卡"]}""");
        _shop.Control.ShowDialog(new() { AppId = Given.App, OpenId = Given.Alice, Results = new Dictionary<string, string> { [id] = "accept" } });
        (await _shop.Send(template: id, data: Refund("退至现金"))).PlainText.ShouldBe("argument invalid! data.enum_string5.value invalid");
        (await _shop.Send(template: id, data: Refund("退至零钱"))).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"tid":"1","kidList":[1,2]}""", 200014)]
    [InlineData("""{"tid":1754,"kidList":[1,2]}""", 200014)]
    [InlineData("""{"kidList":[1,2]}""", 200014)]
    [InlineData("""{"tid":"1754"}""", 200020)]
    [InlineData("""{"tid":"1754","kidList":[1]}""", 200020)]
    [InlineData("""{"tid":"1754","kidList":"1,2"}""", 200020)]
    [InlineData("""{"tid":"1754","kidList":[1,1]}""", 200020)]
    [InlineData("""{"tid":"1754","kidList":[1,9]}""", 200020)]
    [InlineData("""{"tid":"1476","kidList":[1,2,3,4,5,6]}""", 200020)]
    [InlineData("""{"tid":"1754","kidList":[1,2],"sceneDesc":"一二三四五六七八九十一二三四五六"}""", 200021)]
    [InlineData("[]", 40400)]
    [InlineData("tid=1754", 40400)]
    [InlineData("", 44002)]
    public async Task What_cannot_be_added_is_refused(string body, int code)
    {
        (await _shop.Post($"{Root}/addtemplate?access_token={await _shop.Token()}", body)).Code.ShouldBe(code);

        (await List()).Json["data"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_lines_again_are_refused_in_any_order_until_the_first_is_deleted()
    {
        var first = (string)(await Add("1754", [1, 2])).Json["priTmplId"]!;
        (await Add("1754", [2, 1])).Code.ShouldBe(200022);
        (await Add("1754", [1, 2, 3])).Code.ShouldBe(0);

        (await Delete(first)).Raw.ShouldBe("""{"errcode":0,"errmsg":"ok"}""");

        (await Add("1754", [2, 1])).Code.ShouldBe(0);
        (await Delete(first)).Code.ShouldBe(200002);
        (await Delete("")).Code.ShouldBe(200002);
    }

    [Fact]
    public async Task A_deleted_template_is_gone_from_the_list_and_from_sends()
    {
        (await Delete(Given.Weather)).Code.ShouldBe(0);

        (await List()).Json["data"]!.AsArray().Select(template => (string)template!["priTmplId"]!).ShouldBe([Given.OrderPaid]);
        (await _shop.SendWeather()).Code.ShouldBe(40037);
    }

    [Fact]
    public async Task The_51st_template_does_not_fit()
    {
        for (var i = 0; i < 48; i++)
        {
            _shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = $"tmpl-{i}", Fields = ["thing1"] });
        }

        (await Add("1754", [1, 2])).Code.ShouldBe(200012);
        await Delete("tmpl-0");

        (await Add("1754", [1, 2])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_banned_account_changes_nothing_and_a_banned_library_template_is_not_added()
    {
        _shop.Control.BanLibraryTemplate(1754);
        (await Add("1754", [1, 2])).Code.ShouldBe(200013);
        _shop.Control.BanLibraryTemplate(1754, banned: false);
        _shop.Control.SetApp(new() { AppId = Given.App, Banned = true });
        (await Add("1754", [1, 2])).Code.ShouldBe(200011);
        (await Delete(Given.Weather)).Code.ShouldBe(200011);
        Should.Throw<SimulatorControlException>(() => _shop.Control.BanLibraryTemplate(1)).Message.ShouldBe("The template library has no template 1.");
        Should.Throw<SimulatorControlException>(() => _shop.Control.SetApp(new() { AppId = Given.App, Categories = [307, 5] })).Message.ShouldContain("has no category 5");
    }

    [Fact]
    public async Task A_template_that_changes_behind_the_apps_back_is_listed_and_judged_as_it_is_now()
    {
        (await _shop.Send()).Code.ShouldBe(0);

        _shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = Given.OrderPaid, Title = "Order settled", Content = "单号:{{character_string1.DATA}}\n门店:{{thing5.DATA}}\n" });

        var shown = await Shown(Given.OrderPaid);
        ((string)shown["title"]!, (string)shown["content"]!, (string)shown["example"]!)
            .ShouldBe(("Order settled", "单号:{{character_string1.DATA}}\n门店:{{thing5.DATA}}\n", "单号:A-1001\n门店:纯棉短袖衬衫\n"));
        (await _shop.Send()).PlainText.ShouldBe("argument invalid! data.thing5.value is emtpy");
    }

    [Fact]
    public async Task Whoever_lists_before_every_message_meets_the_daily_limit()
    {
        _shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { TemplateListsPerDay = 2 } });
        await List();
        (await List()).Code.ShouldBe(0);

        (await List()).Code.ShouldBe(45009);
        (await Add("1754", [1, 2])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Templates_of_the_older_kind_are_not_among_them()
    {
        await using var bound = await Bound.Accounts();

        var listed = (await bound.Get($"{Root}/gettemplate?access_token={await bound.Token()}")).Json["data"]!.AsArray();

        listed.Select(template => (string)template!["priTmplId"]!).ShouldBe([Given.OrderPaid, Given.Weather]);
        (await bound.Post($"{Root}/deltemplate?access_token={await bound.Token()}", $$"""{"priTmplId":"{{Bound.Legacy}}"}""")).Code.ShouldBe(200002);
        (await bound.Get($"{Root}/gettemplate?access_token={await bound.Token(Bound.Official)}")).Json["data"]!.AsArray()
            .Select(template => (string)template!["priTmplId"]!).ShouldBe([Bound.Notice]);
    }

    private static object Refund(string way) => new
    {
        enum_string5 = new { value = way },
        character_string1 = new { value = "A-1001" },
        phrase3 = new { value = "退款成功" },
    };

    private async Task<Reply> List() => await _shop.Get($"{Root}/gettemplate?access_token={await _shop.Token()}");

    private async Task<JsonNode> Shown(string id) => (await List()).Json["data"]!.AsArray().Single(template => (string)template!["priTmplId"]! == id)!;

    private async Task<Reply> Add(string tid, int[] kids) =>
        await _shop.Post($"{Root}/addtemplate?access_token={await _shop.Token()}", JsonSerializer.Serialize(new { tid, kidList = kids, sceneDesc = "退款后通知" }));

    private async Task<Reply> Delete(string id) =>
        await _shop.Post($"{Root}/deltemplate?access_token={await _shop.Token()}", JsonSerializer.Serialize(new { priTmplId = id }));
}
