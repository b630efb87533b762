using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Tests.TemplateLibrary;

/// <summary>An official account's private templates.</summary>
public sealed class OfficialShelfTests : IAsyncLifetime
{
    private const string Root = "/cgi-bin/template";
    private Given _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Bound.Accounts();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task They_are_listed_with_industries_for_the_older_ones_and_without_a_code()
    {
        var list = await List();

        list.Json["errcode"].ShouldBeNull();
        var shown = list.Json["template_list"]!.AsArray();
        shown.Select(template => (string)template!["template_id"]!).ShouldBe([Bound.OfficialOrder, Bound.OfficialTyped]);
        ((string)shown[0]!["content"]!, (string)shown[0]!["example"]!, (string)shown[0]!["primary_industry"]!, (string)shown[0]!["deputy_industry"]!)
            .ShouldBe(("{{first.DATA}}\n单号：{{keyword1.DATA}}\n{{remark.DATA}}", "您好\n单号：您好\n您好", "IT科技", "互联网|电子商务"));
        ((string)shown[1]!["primary_industry"]!, (string)shown[1]!["example"]!).ShouldBe(("", "事项:纯棉短袖衬衫\n时间:2026年5月20日 13:14\n说明:已发货\n"));
    }

    [Fact]
    public async Task One_by_category_is_added_by_the_names_of_its_lines_and_can_be_sent_with()
    {
        var added = await Add("855", "快递单号", "商品名称");

        var id = (string)added.Json["template_id"]!;
        var shown = (await List()).Json["template_list"]!.AsArray().Single(template => (string)template!["template_id"]! == id)!;
        ((string)shown["content"]!).ShouldBe("快递单号:{{character_string4.DATA}}\n商品名称:{{thing1.DATA}}\n");
        (await _shop.SendOfficial(template: id, data: new { character_string4 = new { value = "SF1" }, thing1 = new { value = "衬衫" } })).Code.ShouldBe(0);
        (await Delete(id)).Code.ShouldBe(0);
        (await _shop.SendOfficial(template: id, data: new { character_string4 = new { value = "SF2" }, thing1 = new { value = "衬衫" } })).Code.ShouldBe(40037);
        (await Delete(id)).Code.ShouldBe(40037);
        (await Delete(Bound.Notice)).Code.ShouldBe(40037);
    }

    [Fact]
    public async Task What_cannot_be_added_is_refused()
    {
        (await Add("TM00015", "商品名称")).Code.ShouldBe(40247);
        (await Add("OPENTM200674669", "商品名称")).Code.ShouldBe(40247);
        (await Add("1", "商品名称")).Code.ShouldBe(40037);
        (await Add("855")).Code.ShouldBe(40246);
        (await Add("855", "商品名称", "没有这个")).Code.ShouldBe(40246);
        (await Add("855", "商品名称", "商品名称")).Code.ShouldBe(40246);
        (await Add("855", "商品名称", "快递公司", "快递单号", "发货时间", "收货人", "联系电话")).Code.ShouldBe(40246);
        (await _shop.Post($"{Root}/api_add_template?access_token={await _shop.Token(Bound.Official)}", "x")).Code.ShouldBe(47001);
        (await List()).Json["template_list"]!.AsArray().Count.ShouldBe(2);
        for (var i = 0; i < 23; i++)
        {
            (await Add("855", "商品名称", "快递公司")).Code.ShouldBe(0);
        }

        (await Add("855", "商品名称", "快递公司")).Code.ShouldBe(200012);
    }

    [Fact]
    public async Task Mini_programs_and_accounts_not_verified_have_none_of_it()
    {
        (await _shop.Get($"{Root}/get_all_private_template?access_token={await _shop.Token()}")).Code.ShouldBe(48001);
        (await _shop.Post($"{Root}/get_all_private_template?access_token={await _shop.Token(Bound.Official)}", "{}")).Code.ShouldBe(43001);
        (await _shop.Get($"{Root}/del_private_template?access_token={await _shop.Token(Bound.Official)}")).Code.ShouldBe(43002);
        _shop.Control.SetApp(new AppSeed { AppId = Bound.Official, Verified = false });

        (await List()).Code.ShouldBe(48001);
        (await Add("855", "商品名称")).Code.ShouldBe(48001);
        (await Delete(Bound.OfficialOrder)).Code.ShouldBe(48001);
    }

    private async Task<Reply> List() => await _shop.Get($"{Root}/get_all_private_template?access_token={await _shop.Token(Bound.Official)}");

    private async Task<Reply> Add(string shortId, params string[] names) => await _shop.Post(
        $"{Root}/api_add_template?access_token={await _shop.Token(Bound.Official)}", JsonSerializer.Serialize(new { template_id_short = shortId, keyword_name_list = names }));

    private async Task<Reply> Delete(string id) =>
        await _shop.Post($"{Root}/del_private_template?access_token={await _shop.Token(Bound.Official)}", new JsonObject { ["template_id"] = id }.ToJsonString());
}
