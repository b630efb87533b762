using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WeChatNotifications.Browser.Tests.Support;
using WeChatNotifications.Host.Demo;

namespace WeChatNotifications.Browser.Tests.Stories;

/// <summary>What administrators do with apps, permits, recipients, events, limits and jobs.</summary>
public sealed class AdministrationTests(Stage stage)
{
    [Theory]
    [InlineData("en", "Paused", "WeChat issued an access token")]
    [InlineData("zh-CN", "已暂停", "微信已签发")]
    public async Task An_app_is_added_tested_paused_resumed_from_the_overview_and_removed(string language, string paused, string working)
    {
        var (name, appId) = (language.In("Second shop", "第二家店"), "wx" + Guid.NewGuid().ToString("N")[..16]);
        await stage.NewWeChatAppAsync(appId, "a-good-secret-0123456789abcdef00");
        await using var tab = await stage.OpenAsAdminAsync(language);
        await tab.GoAsync("/apps");
        await tab.ClickAsync("new-app");
        await tab.Page.Locator("#Input_AppId").FillAsync(appId);
        await tab.Page.Locator("#Input_Name").FillAsync(name);
        await tab.Page.Locator("#Input_Secret").FillAsync("a-wrong-secret-0123456789abcdef0");
        await tab.ClickAsync("save");

        await tab.ClickAsync("test");
        await tab.SeesAsync("test-result", "40125");
        await tab.ClickAsync("edit");
        (await tab.Page.Locator("#Input_Secret").InputValueAsync()).ShouldBeEmpty("what was entered is never shown again");
        await tab.Page.Locator("#Input_Secret").FillAsync("a-good-secret-0123456789abcdef00");
        await tab.ClickAsync("save");
        await tab.ClickAsync("test");
        await tab.SeesAsync("test-result", working);
        (await tab.Page.ContentAsync()).ShouldNotContain("a-good-secret");
        await tab.PictureAsync(language.In("app", "app-zh"), whole: true);

        await tab.Find("pause-panel").Locator("summary").ClickAsync();
        await tab.ClickAsync("pause");
        await tab.SeesAsync("app-state", paused);
        await tab.GoAsync("");
        await tab.Find("paused-app").Filter(new() { HasText = name }).GetByTestId("resume").ClickAsync();
        await Assertions.Expect(tab.Find("paused-app").Filter(new() { HasText = name })).ToHaveCountAsync(0);

        await tab.GoAsync("/apps");
        await tab.Find("apps-row").Filter(new() { HasText = name }).GetByRole(AriaRole.Link).First.ClickAsync();
        await tab.Page.Locator("details.wx-confirm summary").ClickAsync();
        await tab.ClickAsync("delete");
        await Assertions.Expect(tab.Find("apps-row").Filter(new() { HasText = name })).ToHaveCountAsync(0);
        await tab.GoAsync("/audit");
        await tab.SeesAsync(name);
        await tab.PictureAsync(language.In("audit", "audit-zh"));
    }

    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task The_overview_shows_the_day(string language)
    {
        await using var tab = await stage.OpenAsAdminAsync(language);
        await stage.SendAsync(DemoData.Customer, 3);
        await stage.SendAsync("o-carol", 1);
        await stage.PaintHistoryAsync();
        await tab.GoAsync("");

        await Assertions.Expect(tab.Find("today-total")).Not.ToHaveTextAsync("0", new() { Timeout = 15_000 });
        await Assertions.Expect(tab.Page.Locator("canvas").First).ToBeVisibleAsync();
        (await Axe.SeriousAsync(tab.Page)).ShouldBeEmpty();
        await tab.PictureAsync(language.In("overview", "overview-zh"), whole: true);
    }

    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task A_refused_message_is_found_explained_and_tried_again(string language)
    {
        await stage.SendAsync("o-carol", 1);
        await using var tab = await stage.OpenAsAdminAsync(language);
        await tab.GoAsync("/deliveries");
        await tab.Find("quick-search").FillAsync("o-carol");
        await tab.ClickAsync("quick-search-go");
        await tab.PictureAsync(language.In("deliveries", "deliveries-zh"));
        await tab.Find("deliveries-row").First.GetByRole(AriaRole.Link).First.ClickAsync();

        await tab.SeesAsync("explanation", "43101");
        await tab.ClickAsync("retry");
        await tab.SeesAsync("flash", "");
        var download = await tab.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await tab.GoAsync("/deliveries?openId=o-carol");
            await tab.ClickAsync("export");
        });
        (await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken)).ShouldContain("o-carol");
    }

    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task Permits_and_recipients_show_who_may_be_written_to(string language)
    {
        await using var tab = await stage.OpenAsAdminAsync(language);
        await tab.GoAsync("/permits");
        await tab.Page.Locator("#OpenId").FillAsync(DemoData.Customer);
        await tab.ClickAsync("filter");
        await tab.SeesAsync("balances", "order-paid");
        await tab.PictureAsync(language.In("permits", "permits-zh"), whole: true);

        await tab.GoAsync("/recipients?openId=" + DemoData.Customer);
        await tab.Find("recipients-row").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await tab.SeesAsync("recipient-facts", DemoData.Customer);
        await tab.SeesAsync("recipient-permits", "order-paid");
    }

    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task A_mapping_of_an_event_is_tried_on_a_sample(string language)
    {
        await using var tab = await stage.OpenAsAdminAsync(language);
        await tab.GoAsync("/events");
        await tab.Find("events-row").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await tab.PictureAsync(language.In("event", "event-zh"), whole: true);
        await tab.ClickAsync("test");

        await Assertions.Expect(tab.Find("trial-result")).ToBeVisibleAsync();
    }

    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task The_hosts_own_people_run_jobs_and_set_limits_for_a_tenant(string language)
    {
        await using var tab = await stage.OpenAsync(language);
        await tab.LogInAsync(DemoData.HostUserName, DemoData.HostPassword);
        await tab.GoAsync("/jobs");
        await tab.Find("run-statistics-roll-up").First.ClickAsync();
        await Assertions.Expect(tab.Find("jobs-row").Filter(new() { HasTextRegex = new Regex("statistics-roll-up", RegexOptions.None, TimeSpan.FromSeconds(1)) }).GetByTestId("job-state"))
            .ToHaveTextAsync(language.In("Fine", "正常"), new() { Timeout = 30_000 });
        await tab.PictureAsync(language.In("jobs", "jobs-zh"));

        await tab.Page.GotoAsync("/account/tenant");
        await tab.Page.Locator("#tenant").SelectOptionAsync(new SelectOptionValue { Label = DemoData.Tenant });
        await tab.Page.Locator("main button[type=submit]").ClickAsync();
        await tab.GoAsync("/apps");
        await tab.SeesAsync("apps-list", DemoData.AppId);
    }
}
