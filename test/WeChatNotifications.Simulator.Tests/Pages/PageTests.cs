using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Panel;
using WeChatNotifications.Simulator.Phone;

namespace WeChatNotifications.Simulator.Tests.Pages;

/// <summary>What holds for every page.</summary>
public sealed class PageTests
{
    private const string Official = PageCallsOfOfficial.Phone;

    public static TheoryData<string> Addresses =>
    [
        "/phone", $"/phone?app={Bound.Official}&list=followers", PageCalls.Phone(), $"{PageCalls.Phone()}/chats", $"{PageCalls.Phone()}/chats/service",
        $"{PageCalls.Phone()}/subscribe", $"{PageCalls.Phone()}/subscribe?template={Given.OrderPaid}", $"{PageCalls.Phone()}/settings", $"{PageCalls.Phone()}/program",
        Official, $"{Official}/settings", $"{Official}/subscribe", "/control", "/control/faults", "/control/latency", "/control/quotas", "/control/clock",
        "/control/behaviour", "/control/apps",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_page_answers_in_both_languages_and_runs_nothing_but_its_own(string path)
    {
        await using var shop = await Bound.Accounts();
        await shop.SendTemplate(shop.FormId(), page: "pages/index/index?id=1");
        foreach (var (asked, tag) in ((string, string)[])[("en-GB,en;q=0.9", "en"), ("fr, zh-CN;q=0.8, en;q=0.5", "zh-Hans")])
        {
            var page = await shop.Page(path, asked);

            page.Status.ShouldBe(HttpStatusCode.OK, page.Html);
            page.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
            page.Html.ShouldContain($"<html lang=\"{tag}\">");
            page.Header("Content-Security-Policy").ShouldBe(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            (page.Header("X-Content-Type-Options"), page.Header("X-Frame-Options"), page.Header("Referrer-Policy")).ShouldBe(("nosniff", "DENY", "same-origin"));
            Regex.IsMatch(page.Html, """<script(?![^>]* src=)|<style| style=| on\w+=|javascript:""", RegexOptions.None, TimeSpan.FromSeconds(5)).ShouldBeFalse();
            Outside(page.Html).ShouldBeEmpty();
            Ids(page.Html).ShouldBeUnique();
        }
    }

    [Fact]
    public async Task Every_asset_is_there_says_what_it_is_and_fetches_nothing_from_elsewhere()
    {
        await using var shop = await Given.A_shop();
        PageAssets.Names.Order(StringComparer.Ordinal).ShouldBe(["icon.svg", "pages.css", "panel.css", "panel.js", "phone.css", "phone.js"]);
        foreach (var name in PageAssets.Names)
        {
            var asset = await shop.Page(PageAssets.Address(name));

            asset.Status.ShouldBe(HttpStatusCode.OK);
            asset.Header("Content-Type").ShouldStartWith(Path.GetExtension(name) switch { ".css" => "text/css", ".js" => "text/javascript", _ => "image/svg+xml" });
            asset.Header("Cache-Control").ShouldContain("immutable");
            Regex.IsMatch(asset.Html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), "https?:|//[a-z]|@import|url\\(|eval", RegexOptions.None, TimeSpan.FromSeconds(5)).ShouldBeFalse(name);
        }

        (await shop.Page("/assets/nothing.js")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await shop.Page("/assets/pages.css?v=old")).Header("Cache-Control").ShouldBe("no-cache");
    }

    [Fact]
    public async Task The_front_door_leads_to_the_phones()
    {
        await using var shop = await Given.A_shop();
        using var still = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = shop.Server.BaseAddress };

        using var response = await still.GetAsync("/");

        (response.StatusCode, response.Headers.Location?.ToString()).ShouldBe((HttpStatusCode.SeeOther, "/phone"));
    }

    [Theory]
    [InlineData("/phone/none/o-alice", "There is no app none.", "没有应用 none。")]
    [InlineData("/phone/wx0000000000000001/o-nobody", "The app wx0000000000000001 has no user o-nobody.", "应用 wx0000000000000001 没有用户 o-nobody。")]
    [InlineData("/phone?app=none", "There is no app none.", "没有应用 none。")]
    [InlineData("/phone/wx0000000000000001/o-alice/chats/none", "There is no such chat on this phone.", "这部手机上没有这个会话。")]
    [InlineData("/phone/wx0000000000000001/o-alice/messages/7", "This message is not on this phone, or no longer kept.", "这部手机上没有这条消息，或消息已不再保留。")]
    [InlineData("/phone/wx0000000000000001/o-alice/letters", "There is no such page.", "没有这个页面。")]
    [InlineData("/control/nothing", "There is no such page.", "没有这个页面。")]
    [InlineData("/control/quotas?appId=none", "There is no app none.", "没有应用 none。")]
    public async Task What_is_not_there_is_told_in_plain_words(string path, string english, string chinese)
    {
        await using var shop = await Given.A_shop();

        var page = await shop.Page(path);

        (page.Status, page.Texts("notice").ShouldHaveSingleItem()).ShouldBe((HttpStatusCode.NotFound, english));
        (await shop.Page(path, "zh")).Texts("notice").ShouldBe([chinese]);
    }

    [Fact]
    public async Task A_language_that_was_asked_for_is_kept()
    {
        await using var shop = await Given.A_shop();

        (await shop.Page("/phone?culture=zh-Hans", "en")).Html.ShouldContain("<html lang=\"zh-Hans\">");
        (await shop.Page("/control", "en")).Html.ShouldContain("<html lang=\"zh-Hans\">");
        (await shop.Page("/control?culture=xx", "en")).Html.ShouldContain("<html lang=\"zh-Hans\">");
        var page = await shop.Page("/phone?culture=en&q=o-", "zh");

        page.Html.ShouldContain("<html lang=\"en\">");
        page.Attribute("language-zh-Hans", "href").ShouldBe("/phone?q=o-&culture=zh-Hans");
    }

    [Fact]
    public void Both_languages_have_every_text_with_the_same_places()
    {
        var texts = new[] { typeof(PageTexts), typeof(PhoneTexts), typeof(PanelTexts) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (field.Name, Text: (Text)field.GetValue(null)!)).ToArray();

        texts.Length.ShouldBeGreaterThan(100);
        foreach (var (name, text) in texts)
        {
            text.English.ShouldNotBeNullOrWhiteSpace(name);
            text.Chinese.ShouldNotBeNullOrWhiteSpace(name);
            Places(text.Chinese).ShouldBe(Places(text.English), name);
        }
    }

    private static string Places(string text) => string.Join(' ', Regex.Matches(text, @"\{\d\}", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Ids(string html) => Regex.Matches(html, " id=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Groups[1].Value);

    /// <summary>Whatever the page would fetch or lead to beyond this origin.</summary>
    private static IEnumerable<string> Outside(string html) => Regex.Matches(html, """ (?:src|href|action|data-events|data-from|formaction)="([^"]*)" """.TrimEnd(), RegexOptions.None, TimeSpan.FromSeconds(5))
        .Select(match => match.Groups[1].Value).Where(address => address.Length > 0 && (address[0] is not ('/' or '#') || address.StartsWith("//", StringComparison.Ordinal)));
}

internal static class PageCallsOfOfficial
{
    public const string Phone = $"/phone/{Bound.Official}/{Bound.Follower}";
}
