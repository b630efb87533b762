using WeChatNotifications.Browser.Tests.Support;
using WeChatNotifications.Dashboard;

namespace WeChatNotifications.Browser.Tests.Accessibility;

/// <summary>axe-core finds nothing serious on any page of the menu, in light and dark, wide and narrow.</summary>
public sealed class AxeTests(Stage stage)
{
    public static TheoryData<string> Pages => [.. DashboardNavigation.Items.Select(i => i.Page[..i.Page.LastIndexOf('/')].ToLowerInvariant())];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task In_the_light(string path)
    {
        await using var tab = await stage.OpenAsAdminAsync("zh-CN");
        await tab.GoAsync(path);

        (await Axe.SeriousAsync(tab.Page)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task In_the_dark_on_a_phone(string path)
    {
        await using var tab = await stage.OpenAsAdminAsync(dark: true, phone: true);
        await tab.GoAsync(path);

        (await Axe.SeriousAsync(tab.Page)).ShouldBeEmpty();
        (await tab.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth + 1")).ShouldBeTrue("nothing is wider than the phone");
    }
}
