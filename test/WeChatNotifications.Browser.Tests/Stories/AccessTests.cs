using Microsoft.Playwright;
using WeChatNotifications.Browser.Tests.Support;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Browser.Tests.Stories;

/// <summary>Coming in, staying in, and what those see who may not see everything.</summary>
public sealed class AccessTests(Stage stage)
{
    [Theory]
    [InlineData("en", "The name or the password is wrong")]
    [InlineData("zh-CN", "用户名或密码错误")]
    public async Task A_wrong_password_is_told_and_the_right_one_leads_to_where_one_wanted_to_go(string language, string told)
    {
        await using var tab = await stage.OpenAsync(language);
        await tab.GoAsync("/audit");
        await tab.Page.Locator("#userName").FillAsync(DemoData.UserName);
        await tab.Page.Locator("#password").FillAsync("wrong");
        await tab.Page.Locator("button[type=submit]").ClickAsync();
        await tab.SeesAsync(told);

        await tab.Page.Locator("#password").FillAsync(DemoData.Password);
        await tab.Page.Locator("button[type=submit]").ClickAsync();

        await Assertions.Expect(tab.Find("nav-audit")).ToHaveAttributeAsync("aria-current", "page");
    }

    [Theory]
    [InlineData("en", "Not allowed")]
    [InlineData("zh-CN", "没有权限")]
    public async Task Who_may_see_one_thing_is_offered_no_other(string language, string told)
    {
        var name = await stage.UserAsync(WeChatNotificationsPermissions.Deliveries.Default);
        await using var tab = await stage.OpenAsync(language);
        await tab.LogInAsync(name, Stage.Password);

        await tab.GoAsync("/deliveries");
        // Whoever reads the log may also see what is left of the day's volume.
        await Assertions.Expect(tab.Page.Locator(".wx-nav a")).ToHaveCountAsync(2);
        await Assertions.Expect(tab.Find("nav-limits")).ToBeVisibleAsync();

        (await tab.GoAsync("/apps")).Status.ShouldBe(403);
        await tab.SeesAsync(told);
        await tab.SeesAsync(WeChatNotificationsPermissions.Credentials.Default);
    }

    [Fact]
    public async Task A_session_that_is_over_leads_to_the_log_in_page_and_back()
    {
        await using var tab = await stage.OpenAsAdminAsync();
        await tab.GoAsync("/deliveries");
        await tab.Context.ClearCookiesAsync();

        await tab.ClickAsync("nav-audit");
        await Assertions.Expect(tab.Page.Locator("#password")).ToBeVisibleAsync();
        await tab.Page.Locator("#userName").FillAsync(DemoData.UserName);
        await tab.Page.Locator("#password").FillAsync(DemoData.Password);
        await tab.Page.Locator("button[type=submit]").ClickAsync();

        await Assertions.Expect(tab.Find("nav-audit")).ToHaveAttributeAsync("aria-current", "page");
    }

    [Fact]
    public async Task A_page_that_lives_notices_that_the_session_is_over()
    {
        await using var tab = await stage.OpenAsAdminAsync();
        await tab.GoAsync("");
        await Assertions.Expect(tab.Find("today-total")).ToBeVisibleAsync();

        await tab.Context.ClearCookiesAsync();

        await Assertions.Expect(tab.Page.Locator("#password")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_language_is_the_browsers_until_one_chooses_another()
    {
        await using var tab = await stage.OpenAsAdminAsync("zh-CN");
        await tab.GoAsync("/deliveries");
        await tab.SeesAsync("nav-deliveries", "发送记录");

        await tab.ClickAsync("language");
        await tab.SeesAsync("nav-deliveries", "Deliveries");
        await tab.GoAsync("/templates");
        await tab.SeesAsync("nav-templates", "Templates");
        await Assertions.Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }

    [Fact]
    public async Task Dark_is_dark_from_the_start_and_the_choice_is_kept()
    {
        await using var tab = await stage.OpenAsAdminAsync(dark: true);
        await tab.GoAsync("/apps");
        await Assertions.Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");

        await tab.ClickAsync("theme");
        await tab.GoAsync("/templates");

        await Assertions.Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "light");
    }

    [Fact]
    public async Task Logging_out_ends_it()
    {
        await using var tab = await stage.OpenAsAdminAsync();
        await tab.GoAsync("/apps");
        await tab.ClickAsync("user");
        await tab.Page.Locator(".wx-menu-body button").ClickAsync();
        await tab.GoAsync("/apps");

        await Assertions.Expect(tab.Page.Locator("#password")).ToBeVisibleAsync();
    }
}
