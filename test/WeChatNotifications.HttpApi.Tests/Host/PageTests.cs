using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Host;

public sealed class PageTests(RunningHost host)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/account/login")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/live")]
    [InlineData(Shop.Credentials)]
    [InlineData("/nonsense")]
    public async Task Every_answer_tells_browsers_to_trust_this_host_only(string path)
    {
        var headers = (await host.Anonymous().GetAsync(path)).Headers;
        headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");
        headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("en-US", "<html lang=\"en\">", "Log in")]
    [InlineData("zh-CN,zh;q=0.9", "<html lang=\"zh-Hans\">", "登录")]
    [InlineData("zh", "<html lang=\"zh-Hans\">", "登录")]
    public async Task The_pages_speak_the_readers_language(string language, string html, string text)
    {
        var page = (await host.Anonymous().With("Accept-Language", language).GetAsync("/account/login")).ShouldBe(HttpStatusCode.OK);
        page.Body.ShouldContain(html);
        WebUtility.HtmlDecode(page.Body).ShouldContain(text);
    }

    [Fact]
    public async Task Who_is_not_logged_in_is_shown_the_way_in()
        => (await host.Anonymous().GetAsync("/")).ShouldBe(HttpStatusCode.OK).Body.ShouldContain("href=\"/account/login\"");
}
