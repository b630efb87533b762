using System.Text.RegularExpressions;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.Dashboard.Tests.Texts;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Security;

/// <summary>The pages keep to a Content-Security-Policy that lets nothing in from elsewhere and runs nothing inline.</summary>
public sealed partial class PageContentTests(RunningHost host)
{
    [Fact]
    public void No_page_has_inline_script_or_style_or_loads_from_elsewhere()
        => TextsTests.Sources().Where(f => f.Name.EndsWith(".cshtml", StringComparison.Ordinal))
            .SelectMany(f => Forbidden().Matches(f.Content).Select(m => $"{f.Name}: {m.Value}")).ShouldBeEmpty();

    [Fact]
    public async Task A_page_says_what_may_run_in_it()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("");

        var policy = page.Response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        page.Response.Headers.CacheControl!.NoStore.ShouldBeTrue("a shared computer's back button shows nothing");
    }

    [Fact]
    public async Task Styles_and_scripts_come_from_the_host_and_may_be_kept_for_good()
    {
        using var visitor = Visitor.Anonymous(host);
        var login = await visitor.GetAsync("/assets/dashboard.css");
        login.Response.Headers.CacheControl!.NoCache.ShouldBeTrue("without its version it may change");

        var shop = await host.NewShopAsync();
        using var user = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var files = Loaded().Matches((await user.GetAsync("")).Html).Select(m => m.Groups["path"].Value).ToList();
        files.Count.ShouldBeGreaterThanOrEqualTo(5);
        foreach (var file in files)
        {
            var answer = await visitor.GetAsync("~" + file);
            answer.Response.IsSuccessStatusCode.ShouldBeTrue(file);
            answer.Response.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        }
    }

    [GeneratedRegex("<script(?![^>]*\\bsrc=)[^>]*>|<style|\\sstyle=|\\son[a-z]+=|hx-on|(src|href)=\"(https?:)?//", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Forbidden();

    [GeneratedRegex("(src|href)=\"(?<path>/wechat/assets/[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Loaded();
}
