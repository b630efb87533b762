using Microsoft.Playwright;
using WeChatNotifications.Browser.Tests.Support;
using WeChatNotifications.Host.Demo;

namespace WeChatNotifications.Browser.Tests.Stories;

/// <summary>The simulated WeChat: its phones and its switches.</summary>
public sealed class SimulatorTests(Stage stage)
{
    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task A_user_answers_the_dialog_and_what_was_refused_is_not_sent(string language)
    {
        await using var phone = await stage.OpenPhoneAsync((await stage.NewCustomersAsync("d" + Guid.NewGuid().ToString("N")[..6], 1))[0], language);
        var openId = await phone.Find("openid").First.InnerTextAsync();
        await phone.ClickAsync("tab-subscribe");
        await phone.Find("ask-template").First.CheckAsync();
        await phone.ClickAsync("ask-submit");
        await Assertions.Expect(phone.Find("subscribe-dialog")).ToBeVisibleAsync();
        (await Axe.SeriousAsync(phone.Page)).ShouldBeEmpty();
        await phone.PictureAsync(language.In("dialog", "dialog-zh"));
        await phone.Find("reject").First.CheckAsync();
        await phone.ClickAsync("dialog-allow");
        await phone.SeesAsync("dialog-result", "reject");

        openId.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task Phones_are_found_by_openid_and_nothing_serious_is_wrong_with_them(string language)
    {
        await using var tab = await stage.OpenAsync(language, phone: true);
        await tab.Page.GotoAsync(new Uri(stage.WeChat.BaseAddress, "phone?app=" + DemoData.AppId).ToString());
        await tab.Find("search").FillAsync(DemoData.OtherCustomer);
        await tab.Find("search").PressAsync("Enter");
        (await Axe.SeriousAsync(tab.Page)).ShouldBeEmpty();
        await tab.Find("user").First.ClickAsync();

        await tab.SeesAsync("openid", DemoData.OtherCustomer);
        (await Axe.SeriousAsync(tab.Page)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "en")]
    [InlineData("/faults", "zh-CN")]
    [InlineData("/quotas", "en")]
    [InlineData("/clock", "zh-CN")]
    [InlineData("/behaviour", "en")]
    [InlineData("/latency", "zh-CN")]
    [InlineData("/apps", "en")]
    public async Task The_control_panel_is_usable_by_all(string part, string language)
    {
        await using var tab = await stage.OpenAsync(language, dark: language == Languages.Chinese);
        await tab.Page.GotoAsync(new Uri(stage.WeChat.BaseAddress, "control" + part).ToString());

        (await Axe.SeriousAsync(tab.Page)).ShouldBeEmpty();
        if (part is "" or "/faults")
        {
            await tab.PictureAsync("control" + part.Replace('/', '-'));
        }
    }
}
