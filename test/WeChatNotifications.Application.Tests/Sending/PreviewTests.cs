using System.Globalization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using static WeChatNotifications.Application.Tests.Sending.SendingWorld;

namespace WeChatNotifications.Application.Tests.Sending;

public sealed class PreviewTests
{
    [Fact]
    public async Task A_preview_shows_what_would_be_sent_and_stores_nothing()
    {
        await using var shop = await A_shop();
        await shop.AddTemplate("shipped", t => t with { PagePattern = "pages/order?id={id}" });

        var preview = await shop.Preview(Order(template: "shipped") with { Data = Data(("product", new string('长', 30)), ("price", 3), ("id", 7)) });

        preview.Fields.ShouldBe([new("thing1", new string('长', 19) + "…"), new("amount2", "¥3.00")]);
        preview.Page.ShouldBe("pages/order?id=7");
        preview.Violations.ShouldBeEmpty();
        (await shop.Queue()).ShouldBeEmpty();
        shop.Woken.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_the_callers_language()
    {
        await using var shop = await A_shop();
        var wrong = Order(price: "twelve");

        (await In("en-GB", () => shop.Preview(wrong))).Violations.ShouldBe(
            [new("data.price", RuleCodes.FieldTypePrefix + "Amount",
                "data.price must be an amount such as ¥12.50 or 100元: one currency sign, at most 10 digits before and after the point, no thousands separators.")]);
        (await In("zh-CN", () => shop.Preview(wrong))).Violations.ShouldBe(
            [new("data.price", RuleCodes.FieldTypePrefix + "Amount", "data.price 须为金额，例如 ¥12.50 或 100元：一个币种符号，小数点前后各最多 10 位，不用千位分隔符。")]);
    }

    [Fact]
    public async Task Recipients_and_times_are_looked_at_too()
    {
        await using var shop = await A_shop();

        var preview = await shop.Preview(Order(NotificationRecipients.OpenIds([])) with { ExpiresAt = shop.Now });

        preview.Violations.Select(v => (v.Field, v.Rule)).ShouldBe([("to", RuleCodes.Required), ("expiresAt", RuleCodes.InThePast)]);
        preview.Fields.Count.ShouldBe(2, "The data itself can be shown.");
    }

    [Fact]
    public async Task An_unknown_template_is_a_violation_and_no_exception()
    {
        await using var shop = await A_shop();

        var preview = await shop.Preview(Order(template: "nope"));

        preview.Violations.ShouldHaveSingleItem().Field.ShouldBe("template");
        (preview.Fields, preview.Page).ShouldBe(([], null));
    }

    private static async Task<T> In<T>(string culture, Func<Task<T>> use)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return await use();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
