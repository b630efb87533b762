using Microsoft.Playwright;
using WeChatNotifications.Browser.Tests.Support;
using WeChatNotifications.Host.Demo;

namespace WeChatNotifications.Browser.Tests.Stories;

/// <summary>From a template to a card on the phone, and back to what became of it.</summary>
public sealed class SendTests(Stage stage)
{
    [Theory]
    [MemberData(nameof(Languages.Both), MemberType = typeof(Languages))]
    public async Task A_test_message_arrives_on_the_phone_while_one_looks_and_its_delivery_tells_its_life(string language)
    {
        var product = language.In("Oolong", "铁观音") + Guid.NewGuid().ToString("N")[..4];
        await using var phone = await stage.OpenPhoneAsync(DemoData.Customer, language);
        await using var tab = await stage.OpenAsAdminAsync(language);
        await tab.GoAsync("/templates");
        await tab.Find("templates-row").Filter(new() { HasText = "order-paid" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await tab.PictureAsync(language.In("template", "template-zh"));
        await tab.ClickAsync("send-test");

        await tab.Page.Locator("#Input_OpenId").FillAsync(DemoData.Customer);
        await tab.Find("value-product").FillAsync(product);
        await tab.ClickAsync("send");

        await Assertions.Expect(phone.Find("card").Filter(new() { HasText = product })).ToBeVisibleAsync();
        await phone.PictureAsync(language.In("phone", "phone-zh"));
        await tab.SeesAsync("delivery-card", product);
        await tab.Page.ReloadAsync();
        await tab.SeesAsync("timeline-sent", language.In("Accepted by WeChat", "微信已接受"));
        await tab.SeesAsync("wire-url", "access_token=***");
        await tab.PictureAsync(language.In("delivery", "delivery-zh"), whole: true);

        await phone.Find("card").Filter(new() { HasText = product }).GetByTestId("card-open").ClickAsync();
        await phone.SeesAsync("page-path", "pages/");
        await phone.ClickAsync("back");
        await Assertions.Expect(phone.Find("card").Filter(new() { HasText = product })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_everything_is_links_and_forms()
    {
        await using var tab = await stage.OpenAsAdminAsync(scripts: false);
        await tab.GoAsync("/templates");
        await tab.Find("templates-row").Filter(new() { HasText = "order-paid" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await tab.ClickAsync("send-test");
        await tab.Page.Locator("#Input_OpenId").FillAsync(DemoData.Customer);
        await tab.ClickAsync("send");

        await tab.SeesAsync("delivery-state", "");
        (await tab.Page.TitleAsync()).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("en", "Nothing was saved yet")]
    [InlineData("zh-CN", "尚未保存")]
    public async Task A_template_is_previewed_while_one_types_and_a_broken_rule_stands_beside_its_field(string language, string told)
    {
        await using var tab = await stage.OpenAsAdminAsync(language);
        await tab.GoAsync("/templates");
        await tab.Find("templates-row").Filter(new() { HasText = "order-shipped" }).GetByRole(AriaRole.Link).First.ClickAsync();
        var sample = tab.Find("field-0").Locator("input[name$='.Sample']");

        await sample.FillAsync("Typed-42");
        await Assertions.Expect(tab.Find("card")).ToContainTextAsync("Typed-42");

        await tab.Find("field-0").Locator("input[name$='.Key']").FillAsync("nonsense");
        await tab.ClickAsync("save");
        await tab.SeesAsync("alert", told);
        await Assertions.Expect(tab.Find("field-0").Locator(".is-invalid").First).ToHaveValueAsync("nonsense");
        await Assertions.Expect(sample).ToHaveValueAsync("Typed-42");
    }
}
