using System.Net;
using WeChatNotifications.Simulator.Tests.Pages;

namespace WeChatNotifications.Simulator.Tests.Phone;

/// <summary>Messages as cards, and what a tap on them opens.</summary>
public sealed class CardTests
{
    private const string OfficialPhone = $"/phone/{Bound.Official}/{Bound.Follower}";

    [Fact]
    public async Task A_subscribe_message_is_a_card_with_the_templates_rows_in_order()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, Name = "茶叶小店" });
        await shop.Send(page: "pages/order/detail?id=1");

        var phone = await shop.Page(PageCalls.Phone());

        phone.Texts("screen-title").ShouldBe(["Service notifications"]);
        phone.Texts("card-app").ShouldBe(["茶叶小店"]);
        phone.Texts("card-title").ShouldBe(["Order paid"]);
        phone.Texts("card-row").ShouldBe(["单号: A-1001", "商品: tea", "金额: ¥12.50"]);
        phone.Html.ShouldContain(">Enter mini program<");
        (await shop.Page(PageCalls.Phone(), "zh")).Html.ShouldContain(">进入小程序<");
    }

    [Fact]
    public async Task Values_that_are_markup_are_shown_as_they_are()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, Name = "<img src=x>" });
        await shop.Send(data: Given.Order(goods: "<script>1</script>"), page: "pages/order/detail?x=%3Cscript%3E2%3C/script%3E");

        var phone = await shop.Page(PageCalls.Phone());
        var opened = await shop.Page(phone.Attribute("card-open", "href"));

        phone.Html.ShouldContain("&lt;script&gt;1&lt;/script&gt;");
        opened.Html.ShouldContain("<td>&lt;script&gt;2&lt;/script&gt;</td>");
        foreach (var html in (string[])[phone.Html, opened.Html, (await shop.Page($"{PageCalls.Phone()}/chats")).Html, (await shop.Page("/phone")).Html])
        {
            html.ShouldNotContain("<script>");
            html.ShouldNotContain("<img");
        }
    }

    [Fact]
    public async Task A_tap_opens_the_page_with_its_parameters_and_leads_back()
    {
        await using var shop = await Given.A_shop();
        await shop.Send(page: "pages/order/detail?id=1%202&name=%E8%8C%B6&empty");

        var phone = await shop.Page(PageCalls.Phone());
        var opened = await shop.Page(phone.Attribute("card-open", "href"));

        opened.Texts("page-path").ShouldBe(["pages/order/detail"]);
        opened.Html.ShouldContain("""<tr><th scope="row">id</th><td>1 2</td></tr><tr><th scope="row">name</th><td>茶</td></tr><tr><th scope="row">empty</th><td></td></tr>""");
        opened.Texts("received-body").ShouldHaveSingleItem().ShouldContain("\"touser\":\"o-alice\"");
        opened.Attribute("back", "href").ShouldBe($"{PageCalls.Phone()}/chats/service#{phone.Attribute("message", "id")}");
    }

    [Fact]
    public async Task A_message_without_a_page_leads_nowhere_and_still_says_what_was_received()
    {
        await using var shop = await Given.A_shop();
        await shop.Send();

        var phone = await shop.Page(PageCalls.Phone());

        phone.Has("card-open").ShouldBeFalse();
        var opened = await shop.Page(phone.Attribute("card-details", "href").Split('#')[0]);
        (opened.Has("leads-nowhere"), opened.Has("received-body")).ShouldBe((true, true));
    }

    [Fact]
    public async Task Nobody_sees_the_messages_of_others()
    {
        await using var shop = await Given.A_shop();
        await shop.Send();
        var message = (await shop.Page(PageCalls.Phone())).Attribute("message", "data-message-id");

        (await shop.Page(PageCalls.Phone(Given.Bob))).Has("card").ShouldBeFalse();
        (await shop.Page($"{PageCalls.Phone(Given.Bob)}/messages/{message}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_template_message_shows_its_keyword_large_and_only_once()
    {
        await using var shop = await Bound.Accounts();
        await shop.SendTemplate(shop.FormId(), emphasis: "keyword2.DATA");

        var phone = await shop.Page(PageCalls.Phone());

        phone.Texts("card-emphasis").ShouldBe(["内容tea"]);
        phone.Texts("card-row").ShouldBe(["内容: A-1001"]);
        phone.Texts("card-title").ShouldBe([Bound.Legacy], "a template without a title");
    }

    [Fact]
    public async Task An_official_accounts_message_is_in_its_own_chat_and_its_address_is_shown_but_not_fetched()
    {
        await using var shop = await Bound.Accounts();
        var url = new Uri(shop.Server.BaseAddress, "cgi-bin/token?from=card").ToString();
        await shop.SendOfficial(url: url);

        var phone = await shop.Page(OfficialPhone);
        phone.Texts("card-row").ShouldBe(["您好", "单号: A-1001", "谢谢"]);
        phone.Html.ShouldContain(">Details<");
        var opened = await shop.Page(phone.Attribute("card-open", "href"));

        opened.Texts("web-address").ShouldBe([url]);
        opened.Html.ShouldNotContain($"href=\"{url}");
        shop.Control.Report().Count("/cgi-bin/token").ShouldBe(0);
    }

    [Fact]
    public async Task An_official_accounts_message_may_lead_to_a_mini_program_with_the_web_page_beside_it()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = Given.App, Name = "Tea shop" });
        await shop.SendOfficial(url: "https://shop.example/1", miniprogram: new { appid = Given.App, pagepath = "pages/index/index?id=7" });

        var phone = await shop.Page(OfficialPhone);
        phone.Html.ShouldContain(">Enter mini program<");
        var opened = await shop.Page(phone.Attribute("card-open", "href"));

        (opened.Texts("screen-title")[0], opened.Texts("page-path")[0], opened.Texts("web-address")[0]).ShouldBe(("Tea shop", "pages/index/index", "https://shop.example/1"));
    }

    [Fact]
    public async Task One_person_has_both_chats_on_one_phone_whichever_side_it_is_opened_from()
    {
        await using var shop = await Bound.Accounts();
        await shop.SendTemplate(shop.FormId());
        await shop.SendOfficial(url: "https://shop.example/1");

        foreach (var phone in (string[])[PageCalls.Phone(), OfficialPhone])
        {
            var chats = await shop.Page($"{phone}/chats");
            chats.Has("chat-service").ShouldBeTrue();
            chats.Has($"chat-{Bound.Official}").ShouldBeTrue();
            (await shop.Page($"{phone}/chats/service")).Texts("card-app").ShouldBe([Given.App]);
            (await shop.Page($"{phone}/chats/{Bound.Official}")).Texts("card-app").ShouldBe([Bound.Official]);
        }

        (await shop.Page($"{PageCalls.Phone(Given.Bob)}/chats")).Has($"chat-{Bound.Official}").ShouldBeFalse("no follower has Bob's unionid");
    }

    [Fact]
    public async Task A_long_chat_begins_at_its_end_and_leads_back_to_earlier_ones()
    {
        await using var shop = await Given.A_shop();
        var token = await shop.Token();
        for (var i = 1; i <= 45; i++)
        {
            (await shop.SendWeather(text: $"day {i}", token: token)).Code.ShouldBe(0);
            (await shop.SendWeather(Given.Bob, $"other {i}", token)).Code.ShouldBe(0);
        }

        var newest = await shop.Page(PageCalls.Phone());
        var before = await shop.Page(newest.Attribute("earlier", "href"));
        var first = await shop.Page(before.Attribute("earlier", "href"));

        Days(newest).ShouldBe(Enumerable.Range(26, 20));
        Days(before).ShouldBe(Enumerable.Range(6, 20));
        Days(first).ShouldBe(Enumerable.Range(1, 5));
        (first.Has("earlier"), newest.Has("newest"), first.Attribute("newest", "href")).ShouldBe((false, false, $"{PageCalls.Phone()}/chats/service"));
    }

    private static IEnumerable<int> Days(PageReply page) => page.Texts("card-row").Select(row => int.Parse(row.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
}
