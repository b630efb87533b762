using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.TemplateLibrary;

namespace WeChatNotifications.Simulator.Tests.TemplateLibrary;

/// <summary>The public library as accounts look through it.</summary>
public sealed class LibraryTests : IAsyncLifetime
{
    private const string Root = "/wxaapi/newtmpl";
    private Given _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Given.A_shop();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public void Everything_in_it_holds_itself_to_WeChats_rules()
    {
        LibraryContents.Titles.Select(title => title.Tid).ShouldBeUnique();
        foreach (var title in LibraryContents.Titles)
        {
            LibraryContents.Categories.ShouldContain(category => category.Id == title.CategoryId);
            title.Keywords.Select(keyword => keyword.Kid).ShouldBeUnique();
            title.Keywords.Count.ShouldBeGreaterThan(2);
            foreach (var keyword in title.Keywords)
            {
                var field = new TemplateField(keyword.Key, keyword.Values);
                field.Type.ShouldNotBe(FieldType.Unknown);
                (field.Type == FieldType.Enumerated).ShouldBe(keyword.Values.Length > 0);
                ValueRules.Accepts(field, keyword.Example).ShouldBeTrue($"{title.Title} {keyword.Name}: {keyword.Example}");
            }
        }
    }

    [Fact]
    public async Task An_account_sees_its_own_lines_of_business()
    {
        (await Get("getcategory")).Json["data"]!.AsArray().Count.ShouldBe(6);
        _shop.Control.SetApp(new() { AppId = Given.App, Categories = [616, 307] });

        (await Get("getcategory")).Raw.ShouldBe("""{"errcode":0,"errmsg":"ok","data":[{"id":307,"name":"服装/鞋/箱包"},{"id":616,"name":"公交"}]}""");
    }

    [Fact]
    public async Task Titles_come_by_line_of_business_in_pages_with_the_category_as_text()
    {
        (await Get("getpubtemplatetitles", "ids=616&start=0&limit=30")).Raw.ShouldBe(
            """{"errcode":0,"errmsg":"ok","count":2,"data":[{"tid":5001,"title":"乘车扣费通知","type":3,"categoryId":"616"},{"tid":5002,"title":"线路变更提醒","type":3,"categoryId":"616"}]}""");

        var page = await Get("getpubtemplatetitles", "ids=307,616&start=3&limit=2");

        ((int)page.Json["count"]!).ShouldBe(6);
        page.Json["data"]!.AsArray().Select(title => (int)title!["tid"]!).ShouldBe([2308, 5001]);
        (await Get("getpubtemplatetitles", "ids=307&start=100&limit=1")).Json["data"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("start=0&limit=10", 200018)]
    [InlineData("ids=&start=0&limit=10", 200018)]
    [InlineData("ids=1&start=0&limit=10", 200019)]
    [InlineData("ids=307,x&start=0&limit=10", 200019)]
    [InlineData("ids=411&start=0&limit=10", 200019)]
    [InlineData("ids=307&limit=10", 200016)]
    [InlineData("ids=307&start=-1&limit=10", 200016)]
    [InlineData("ids=307&start=0", 200017)]
    [InlineData("ids=307&start=0&limit=0", 200017)]
    [InlineData("ids=307&start=0&limit=31", 200017)]
    public async Task A_page_that_cannot_be_is_refused(string query, int code)
    {
        _shop.Control.SetApp(new() { AppId = Given.App, Categories = [307] });

        (await Get("getpubtemplatetitles", query)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Lines_come_with_their_types()
    {
        (await Get("getpubtemplatekeywords", "tid=5002")).Raw.ShouldBe(
            """{"errcode":0,"errmsg":"ok","count":3,"data":[{"kid":1,"name":"变更线路","example":"7路","rule":"thing"},{"kid":2,"name":"生效日期","example":"2026年6月1日","rule":"date"},{"kid":3,"name":"变更原因","example":"道路施工","rule":"thing"}]}""");
        (await Get("getpubtemplatekeywords", "tid=1")).Code.ShouldBe(200014);
        (await Get("getpubtemplatekeywords", "tid=x")).Code.ShouldBe(200014);
        (await Get("getpubtemplatekeywords")).Code.ShouldBe(200014);
    }

    [Theory]
    [InlineData("getcategory")]
    [InlineData("getpubtemplatetitles")]
    [InlineData("getpubtemplatekeywords")]
    [InlineData("gettemplate")]
    public async Task Another_verb_a_bad_token_and_the_wrong_account_are_refused(string call)
    {
        (await _shop.Post($"{Root}/{call}?access_token={await _shop.Token()}", "{}")).Code.ShouldBe(404);
        (await _shop.Get($"{Root}/{call}")).Code.ShouldBe(41001);
        (await _shop.Get($"{Root}/{call}?access_token={new string('x', 40)}")).Code.ShouldBe(40001);
        _shop.Control.SetApp(new() { AppId = Bound.Official, Secret = Given.Secret, Kind = AppKind.OfficialAccount, Verified = false });

        (await _shop.Get($"{Root}/{call}?access_token={await _shop.Token(Bound.Official)}")).Code.ShouldBe(200100);
    }

    private async Task<Reply> Get(string call, string query = "") => await _shop.Get($"{Root}/{call}?access_token={await _shop.Token()}&{query}");
}
