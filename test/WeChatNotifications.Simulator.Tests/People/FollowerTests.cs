using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.People;

namespace WeChatNotifications.Simulator.Tests.People;

public sealed class FollowerTests : IAsyncLifetime
{
    private const string Account = "wx-account";
    private Given _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Given.A_shop();
        _shop.Control.SetApp(new() { AppId = Account, Secret = Given.Secret, Kind = AppKind.OfficialAccount });
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task An_account_nobody_follows_answers_without_data()
    {
        (await List()).Raw.ShouldBe("""{"total":0,"count":0,"next_openid":""}""");
    }

    [Fact]
    public async Task Followers_come_ten_thousand_a_page_until_one_without_data()
    {
        _shop.Control.SetApp(new() { AppId = Account, Followers = 23_000 });
        _shop.Control.SetUser(new() { AppId = Account, OpenId = "o-last" });

        var pages = new List<Reply>();
        for (var next = ""; pages.Count == 0 || next.Length > 0; next = (string)pages[^1].Json["next_openid"]!)
        {
            pages.Add(await List(next));
        }

        pages.Select(page => (int)page.Json["count"]!).ShouldBe([10_000, 10_000, 3_001, 0]);
        pages.ShouldAllBe(page => (int)page.Json["total"]! == 23_001);
        pages[3].Json["data"].ShouldBeNull();
        var openIds = pages.SelectMany(OpenIds).ToList();
        openIds.Distinct().Count().ShouldBe(23_001);
        openIds[^1].ShouldBe("o-last");
        var prefix = openIds[0][..6];
        openIds.SkipLast(1).ShouldAllBe(openId => openId.Length == 28 && openId.StartsWith(prefix, StringComparison.Ordinal));
        ((string)pages[0].Json["next_openid"]!).ShouldBe(openIds[9_999]);
    }

    [Fact]
    public async Task The_last_page_may_be_set_to_say_that_it_is()
    {
        _shop.Control.ChangeSettings(new() { EmptyNextOpenIdOnLastPage = true });
        _shop.Control.SetApp(new() { AppId = Account, Followers = 20_000 });

        var first = await List();
        var second = await List((string)first.Json["next_openid"]!);

        ((int)second.Json["count"]!, (string)second.Json["next_openid"]!).ShouldBe((10_000, ""));
    }

    [Fact]
    public void Generated_openids_depend_on_the_account_and_the_number_alone_and_lead_back_to_it()
    {
        var openIds = new GeneratedOpenIds(Account);
        var again = new GeneratedOpenIds(Account);
        var other = new GeneratedOpenIds(Given.App);

        foreach (var number in (int[])[0, 1, 2, 9_999, 49_999_999, int.MaxValue])
        {
            again[number].ShouldBe(openIds[number]);
            openIds.NumberOf(openIds[number]).ShouldBe(number);
            other.NumberOf(openIds[number]).ShouldBeNull();
            openIds.NumberOf(Altered(openIds[number])).ShouldBeNull();
        }

        openIds.NumberOf("o-alice").ShouldBeNull();
        openIds.NumberOf(new('!', 28)).ShouldBeNull();
    }

    [Fact]
    public async Task Tens_of_millions_of_followers_are_there_at_once_and_can_be_listed_from_anywhere()
    {
        _shop.Control.SetApp(new() { AppId = Account, Followers = 50_000_000 });

        var page = await List(new GeneratedOpenIds(Account)[49_989_999]);

        ((int)page.Json["total"]!, (int)page.Json["count"]!).ShouldBe((50_000_000, 10_000));
        ((string)page.Json["next_openid"]!).ShouldBe(new GeneratedOpenIds(Account)[49_999_999]);
        _shop.Control.Apps().Single(app => app.AppId == Account).Users.ShouldBe(0);
    }

    [Fact]
    public async Task A_follower_who_leaves_during_the_listing_does_not_disturb_it()
    {
        _shop.Control.SetApp(new() { AppId = Account, Followers = new FollowersSeed { Count = 10_000, OpenIds = ["o-1", "o-2", "o-3"] } });
        var first = await List();
        var next = (string)first.Json["next_openid"]!;
        Follows(next, false);
        Follows("o-2", false);

        var second = await List(next);

        OpenIds(second).ShouldBe(["o-1", "o-3"]);
        ((int)second.Json["total"]!).ShouldBe(10_001);
        Follows("o-1", false);
        OpenIds(await List("o-1")).ShouldBe(["o-3"]);
        Follows("o-1", true);
        Follows(next, true);
        OpenIds(await List("o-2")).ShouldBe(["o-3", "o-1"]);
        ((int)(await List()).Json["total"]!).ShouldBe(10_002);
    }

    [Fact]
    public async Task Seeding_the_same_followers_again_changes_nothing()
    {
        var seed = new AppSeed { AppId = Account, Followers = new FollowersSeed { Count = 3, OpenIds = ["o-1"] } };
        _shop.Control.SetApp(seed);
        var first = await List();

        _shop.Control.SetApp(seed);
        _shop.Control.SetApp(new() { AppId = Account, Followers = 1 });

        (await List()).Raw.ShouldBe(first.Raw);
        _shop.Control.Apps().Single(app => app.AppId == Account).Followers.ShouldBe(4);
    }

    [Fact]
    public async Task A_follower_is_shown_with_what_WeChat_still_tells()
    {
        _shop.Control.SetClock(new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        _shop.Control.SetUser(new() { AppId = Account, OpenId = "o-1", UnionId = "u-1" });

        (await Info("o-1")).Raw.ShouldBe(
            """{"subscribe":1,"openid":"o-1","language":"zh_CN","subscribe_time":1777593600,"unionid":"u-1","remark":"","groupid":0,"tagid_list":[],"subscribe_scene":"ADD_SCENE_SEARCH","qr_scene":0,"qr_scene_str":""}""");
        _shop.Control.SetUser(new() { AppId = Account, OpenId = "o-1", IsFollower = false });
        (await Info("o-1")).Raw.ShouldBe("""{"subscribe":0,"openid":"o-1"}""");
    }

    [Fact]
    public async Task Generated_followers_have_unionids_when_asked_for()
    {
        _shop.Control.SetApp(new() { AppId = Account, Followers = new FollowersSeed { Count = 5, UnionIdPrefix = "u-" } });
        var openIds = OpenIds(await List());

        var unionIds = new List<string>();
        foreach (var openId in openIds)
        {
            unionIds.Add((string)(await Info(openId)).Json["unionid"]!);
        }

        unionIds.ShouldBe(["u-0", "u-1", "u-2", "u-3", "u-4"]);
    }

    [Fact]
    public async Task A_generated_follower_can_be_sent_to_by_openid_and_by_the_unionid_of_the_mini_programs_user()
    {
        await using var bound = await Bound.Accounts();
        bound.Control.SetApp(new() { AppId = Bound.Official, Followers = new FollowersSeed { Count = 1_000_000, UnionIdPrefix = "u-" } });
        bound.Control.SetUser(new() { AppId = Given.App, OpenId = "o-new", UnionId = "u-999999" });
        var last = new GeneratedOpenIds(Bound.Official)[999_999];

        (await bound.SendOfficial(last)).Code.ShouldBe(0);
        (await bound.SendUniform("o-new", official: Bound.OfficialPart(data: Bound.OfficialData("A-2")))).Code.ShouldBe(0);
        bound.Control.Unfollow(new() { AppId = Bound.Official, OpenId = last });

        (await bound.SendOfficial(last)).Code.ShouldBe(43004);
        bound.Control.Messages(new() { OpenId = last }).Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Up_to_a_hundred_are_shown_at_once_in_the_order_asked_for()
    {
        _shop.Control.SetApp(new() { AppId = Account, Followers = new FollowersSeed { Count = 100, UnionIdPrefix = "u-" } });
        var openIds = OpenIds(await List());
        Follows(openIds[1], false);

        var reply = await Batch(openIds);

        var shown = reply.Json["user_info_list"]!.AsArray();
        shown.Select(user => (string)user!["openid"]!).ShouldBe(openIds);
        shown[1]!.ToJsonString().ShouldBe($$"""{"subscribe":0,"openid":"{{openIds[1]}}"}""");
        ((string)shown[99]!["unionid"]!, (string)shown[99]!["language"]!).ShouldBe(("u-99", "en"));
        (await Batch([.. openIds, openIds[0]])).Code.ShouldBe(40032);
        (await Batch([])).Code.ShouldBe(40032);
        (await Batch(["o-nobody"])).Code.ShouldBe(40003);
    }

    [Fact]
    public async Task A_stranger_is_an_invalid_openid_everywhere()
    {
        (await List("o-nobody")).Code.ShouldBe(40003);
        (await Info("o-nobody")).Code.ShouldBe(40003);
        (await Info(Given.Alice)).Code.ShouldBe(40003);
    }

    [Fact]
    public async Task Neither_a_mini_program_nor_an_account_that_is_not_verified_may_ask()
    {
        (await _shop.Get($"/cgi-bin/user/get?access_token={await _shop.Token()}")).Code.ShouldBe(48001);
        _shop.Control.SetApp(new() { AppId = Account, Verified = false });

        (await List()).Code.ShouldBe(48001);
        (await Info("o-1")).Code.ShouldBe(48001);
        (await Batch(["o-1"])).Code.ShouldBe(48001);
    }

    [Fact]
    public async Task The_form_of_a_request_is_checked_first()
    {
        var token = await _shop.Token(Account);
        (await _shop.Get("/cgi-bin/user/get")).Code.ShouldBe(41001);
        (await _shop.Get($"/cgi-bin/user/info?access_token={new string('x', 40)}&openid=o-1")).Code.ShouldBe(40001);
        (await _shop.Post($"/cgi-bin/user/get?access_token={token}", "{}")).Code.ShouldBe(43001);
        (await _shop.Get($"/cgi-bin/user/info/batchget?access_token={token}")).Code.ShouldBe(43002);
        (await _shop.Post($"/cgi-bin/user/info/batchget?access_token={token}", "")).Code.ShouldBe(44002);
        (await _shop.Post($"/cgi-bin/user/info/batchget?access_token={token}", "[]")).Code.ShouldBe(47001);
        (await _shop.Post($"/cgi-bin/user/info/batchget?access_token={token}", """{"user_list":[1]}""")).Code.ShouldBe(40003);
        (await _shop.Post($"/cgi-bin/user/info/batchget?access_token={token}", """{"user_list":[{"openid":"\ud800"}]}""")).Code.ShouldBe(47001);
        (await _shop.Post($"/cgi-bin/user/info/batchget?access_token={token}", """{"\ud800":1,"user_list":[{"openid":"o-1"}]}""")).Code.ShouldBe(47001);
        using var notUtf8 = new ByteArrayContent([.. "{\"user_list\":[{\"openid\":\""u8, 0xFF, .. "\"}]}"u8]);
        (await Reply.Of(await _shop.Http.PostAsync($"/cgi-bin/user/info/batchget?access_token={token}", notUtf8))).Code.ShouldBe(47001);
    }

    [Fact]
    public async Task The_501st_listing_of_a_day_is_refused_until_midnight_in_Beijing()
    {
        _shop.Control.SetClock(new(2026, 5, 1, 23, 59, 0, TimeSpan.FromHours(8)));
        for (var i = 0; i < 500; i++)
        {
            (await List()).Code.ShouldBe(0);
        }

        (await List()).Code.ShouldBe(45009);
        _shop.Control.AdvanceClock(TimeSpan.FromMinutes(1));
        (await List()).Code.ShouldBe(0);
        _shop.Control.SetQuotas(new() { AppId = Account, Limits = new() { FollowerInfosPerDay = 0 } });
        _shop.Control.SetUser(new() { AppId = Account, OpenId = "o-1" });
        (await Info("o-1")).Code.ShouldBe(45009);
        (await Batch(["o-1"])).Code.ShouldBe(45009);
    }

    private void Follows(string openId, bool follows) => _shop.Control.SetUser(new() { AppId = Account, OpenId = openId, IsFollower = follows });

    private async Task<Reply> List(string next = "") => await _shop.Get($"/cgi-bin/user/get?access_token={await _shop.Token(Account)}&next_openid={next}");

    private async Task<Reply> Info(string openId) => await _shop.Get($"/cgi-bin/user/info?access_token={await _shop.Token(Account)}&openid={openId}");

    private async Task<Reply> Batch(IReadOnlyList<string> openIds) => await _shop.Post(
        $"/cgi-bin/user/info/batchget?access_token={await _shop.Token(Account)}",
        JsonSerializer.Serialize(new { user_list = openIds.Select(openId => new { openid = openId, lang = "en" }) }));

    private static List<string> OpenIds(Reply page) => [.. (page.Json["data"]?["openid"] as JsonArray ?? []).Select(openId => (string)openId!)];

    private static string Altered(string openId) => openId[..^1] + (openId[^1] == 'A' ? 'B' : 'A');
}
