using System.Text;
using Microsoft.Playwright;
using WeChatNotifications.Browser.Tests.Support;

namespace WeChatNotifications.Browser.Tests.Stories;

/// <summary>A broadcast from its first step to its last message.</summary>
public sealed class BroadcastTests(Stage stage)
{
    private const int Recipients = 200;

    [Theory]
    [InlineData("en", "Completed")]
    [InlineData("zh-CN", "已完成")]
    public async Task A_broadcast_is_made_step_by_step_started_and_watched_to_its_end(string language, string completed)
    {
        var people = await stage.NewCustomersAsync("b" + Guid.NewGuid().ToString("N")[..6], Recipients);
        await using var tab = await stage.OpenAsAdminAsync(language);
        await tab.GoAsync("/broadcasts");
        await tab.ClickAsync("new");
        await tab.Page.Locator("#Input_Name").FillAsync(language.In("Autumn tea", "秋茶上市"));
        await tab.Page.Locator("#Input_Template").SelectOptionAsync("order-paid");
        await tab.Page.Locator("#Input_Audience_Kind").SelectOptionAsync("List");
        await tab.ClickAsync("next");

        foreach (var (field, value) in new[] { ("orderNo", "20260001"), ("product", language.In("Autumn tea", "秋茶")), ("amount", "88"), ("paidAt", "2026-11-21T15:30:00+08:00"), ("orderId", "1") })
        {
            await tab.Find("value-" + field).FillAsync(value);
        }

        await tab.ClickAsync("next");
        await tab.Page.Locator("#Input_List").SetInputFilesAsync(new FilePayload
        {
            Name = "people.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("openId\n" + string.Join('\n', people) + "\n\"broken\n"),
        });
        await tab.ClickAsync("upload");
        await tab.SeesAsync("list-rows", $"{Recipients}");
        await tab.ClickAsync("next");

        await tab.SeesAsync("trial-total", $"{Recipients}");
        await tab.PictureAsync(language.In("broadcast-preview", "broadcast-preview-zh"), whole: true);
        await tab.ClickAsync("next");
        await tab.Page.Locator("#Input_RatePerSecond").FillAsync("25");
        await tab.ClickAsync("next");
        await tab.SeesAsync("summary", $"{Recipients}");
        await tab.ClickAsync("start");

        // It goes on by itself: nothing is clicked from here on.
        await Assertions.Expect(tab.Find("time-left")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Find("count-total")).ToContainTextAsync($"{Recipients}");
        await Assertions.Expect(tab.Find("progress-bar")).Not.ToHaveAttributeAsync("value", "0");
        await Assertions.Expect(tab.Find("speed")).Not.ToHaveTextAsync("–", new() { Timeout = 15_000 });
        await tab.PictureAsync(language.In("broadcast", "broadcast-zh"));
        await tab.SeesAsync("state", completed, seconds: 60);
        await tab.SeesAsync("progress-text", $"{Recipients}");
    }

    [Fact]
    public async Task A_running_broadcast_is_held_let_go_on_and_ended()
    {
        var people = await stage.NewCustomersAsync("h" + Guid.NewGuid().ToString("N")[..6], Recipients);
        await using var tab = await stage.OpenAsAdminAsync();
        await stage.StartSlowBroadcastAsync(tab, people);

        await tab.ClickAsync("pause");
        await tab.SeesAsync("state", "Paused");
        await tab.ClickAsync("resume");
        await tab.SeesAsync("state", "Running");
        await tab.ClickAsync("cancel");
        await tab.ClickAsync("cancel-confirm");

        await tab.SeesAsync("state", "Cancelled");
    }
}
