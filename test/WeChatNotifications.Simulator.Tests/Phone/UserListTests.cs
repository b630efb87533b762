using WeChatNotifications.Simulator.Tests.Pages;

namespace WeChatNotifications.Simulator.Tests.Phone;

/// <summary>The list of phones.</summary>
public sealed class UserListTests
{
    [Fact]
    public async Task Whoever_got_a_message_last_comes_first_then_the_others_by_openid()
    {
        await using var shop = await Given.A_shop();
        await shop.SendWeather(Given.Bob);
        await shop.Send();
        shop.Control.SetUser(new() { AppId = Given.App, OpenId = "o-aaron" });

        var page = await shop.Page("/phone");

        page.Texts("user").Select(user => user.Split(['\n', 'O', 'W', 'N'])[0].Trim()).ShouldBe([Given.Alice, Given.Bob, "o-aaron"]);
        page.Html.ShouldContain(">Order paid<");
        shop.Control.Reset(WeChatNotifications.Simulator.Control.ResetScope.Traffic);

        (await shop.Page("/phone")).Html.ShouldNotContain(">Order paid<");
    }

    [Fact]
    public async Task A_hundred_thousand_users_come_a_page_at_a_time_each_once()
    {
        await using var shop = await Given.A_shop();
        shop.Control.Seed(new() { UserRanges = [new() { AppId = Given.App, Prefix = "o-many-", Count = 100_000 }] });
        await shop.SendWeather(Given.Bob);
        var seen = new List<string>();
        var next = "/phone";
        for (var i = 0; i < 4; i++)
        {
            var page = await shop.Page(next);
            page.Texts("found").ShouldBe(["100,002 found"]);
            page.Html.Length.ShouldBeLessThan(40_000);
            seen.AddRange(OpenIds(page));
            next = page.Attribute("next-page", "href");
            page.Has("first-page").ShouldBe(i > 0);
        }

        seen.Count.ShouldBe(200);
        seen.ShouldBeUnique();
        seen[0].ShouldBe(Given.Bob);
        seen.Skip(1).ShouldBe(seen.Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_part_of_the_openid_finds_them_and_goes_through_the_pages()
    {
        await using var shop = await Given.A_shop();
        shop.Control.Seed(new() { UserRanges = [new() { AppId = Given.App, Prefix = "o-many&-", Count = 1_000 }] });

        var page = await shop.Page("/phone?q=Many%26-99");
        page.Texts("found").ShouldBe(["11 found"]);
        page.Has("next-page").ShouldBeFalse();
        page.Attribute("search", "value").ShouldBe("Many&-99");
        var first = await shop.Page("/phone?q=many%26-1");
        var second = await shop.Page(first.Attribute("next-page", "href"));

        (first.Texts("found")[0], OpenIds(first).Length, OpenIds(second).Length).ShouldBe(("111 found", 50, 50));
        (await shop.Page("/phone?q=nobody")).Texts("empty").ShouldBe(["Nobody has such an openid."]);
        (await shop.Page(first.Attribute("user", "href"))).Texts("openid").ShouldBe([OpenIds(first)[0]]);
    }

    [Fact]
    public async Task Generated_followers_have_a_list_in_WeChats_order_and_a_phone_each()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = Bound.Official, Followers = new() { Count = 120 } });

        var first = await shop.Page($"/phone?app={Bound.Official}&list=followers");
        var second = await shop.Page(first.Attribute("next-page", "href"));
        var third = await shop.Page(second.Attribute("next-page", "href"));

        (OpenIds(first).Length, OpenIds(second).Length, OpenIds(third).Length, third.Has("next-page")).ShouldBe((50, 50, 21, false));
        OpenIds(first).Concat(OpenIds(second)).Concat(OpenIds(third)).ShouldBeUnique();
        (await shop.Page(first.Attribute("user", "href"))).Has("phone").ShouldBeTrue();
    }

    [Fact]
    public async Task Without_apps_it_says_how_to_get_some()
    {
        await using var server = new Given(await WeChatNotifications.Simulator.Hosting.SimulatorServer.StartAsync());

        (await server.Page("/phone")).Texts("empty").ShouldHaveSingleItem().ShouldContain("--seed");
        (await server.Page("/control/quotas")).Html.ShouldContain("There are no apps yet.");
    }

    private static string[] OpenIds(PageReply page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page.Html, "data-openid=\"([^\"]*)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5))
            .Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value))];
}
