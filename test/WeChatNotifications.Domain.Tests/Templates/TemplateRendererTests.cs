using System.Globalization;
using FsCheck.Fluent;
using WeChatNotifications.Rules;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class TemplateRendererTests
{
    private static readonly string[] Cultures = ["zh-CN", "en-US", "ar-SA", "fa-IR", "th-TH"];
    private static readonly string[] Zones = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "UTC"];

    [Fact]
    public void A_notification_becomes_the_texts_WeChat_wants()
    {
        var template = Given.TemplateWithPage(
            "pages/order/detail?id={orderId}",
            new TemplateField { Key = "thing1", Name = "product" }, new TemplateField { Key = "amount2", Name = "total" }, new TemplateField { Key = "time3", Name = "paidAt" });

        var message = template.Render(("product", "茶"), ("total", 12.5m), ("paidAt", Given.Now), ("orderId", "A/1")).Message!;

        message.Data.ShouldBe([new("thing1", "茶"), new("amount2", "¥12.50"), new("time3", "2026年11月21日 15:30")]);
        message.Page.ShouldBe("pages/order/detail?id=A%2F1");
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var template = Given.TemplateWithPage(
            "p?id={id}",
            new TemplateField { Key = "thing1", Name = "product" }, Given.Field("phrase2"), Given.Field("number3"), Given.Field("thing4", OverflowRule.Reject), Given.Field("time5"));

        template.Render(("product", "a"), ("thing1", "b"), ("phrase2", "OK"), ("number3", new object()), ("thing4", "a\nb"), ("typo", 1))
            .Violations.Select(v => (v.Field, v.Rule)).ShouldBe(
            [
                ("data.product", RuleCodes.GivenTwice), ("data.phrase2", RuleCodes.FieldTypePrefix + "Phrase"), ("data.number3", RuleCodes.ValueType),
                ("data.thing4", RuleCodes.ControlCharacter), ("data.time5", RuleCodes.Required), ("data.id", RuleCodes.Required), ("data.typo", RuleCodes.UnknownField),
            ]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \u3000")]
    public void A_blank_value_gives_way_to_the_default(string? value)
    {
        Given.Template(new TemplateField { Key = "thing1", DefaultValue = "茶" }).Render(("thing1", value)).Message!.Data.Single().Value.ShouldBe("茶");
        Given.Template(Given.Field("thing1")).Render(("thing1", value)).Violations.Single().Rule.ShouldBe(RuleCodes.Required);
    }

    [Theory]
    [InlineData("thing1", "123456789012345678901", "1234567890123456789…")]
    [InlineData("thing1", "a\r\nb\tc\0", "a b c")]
    [InlineData("thing1", " 茶 ", "茶")]
    [InlineData("thing1", "a\u202Eb", "a b")]
    [InlineData("character_string1", "123456789012345678901234567890123", "12345678901234567890123456789...")]
    [InlineData("name1", "一二三四五六七八九十十", "一二三四五六七八九十")]
    [InlineData("phrase1", "一二三四五六", "一二三四五")]
    [InlineData("letter1", "abcdefghijklmnopqrstuvwxyzabcdefg", "abcdefghijklmnopqrstuvwxyzabcdef")]
    public void A_value_is_mended_where_that_keeps_its_meaning(string key, string value, string expected)
        => Given.Template(Given.Field(key)).Render((key, value)).Message!.Data.Single().Value.ShouldBe(expected);

    [Theory]
    [InlineData("number1", "123456789012345678901234567890123")]
    [InlineData("amount1", "12345678901")]
    [InlineData("phone_number1", "123456789012345678")]
    [InlineData("car_number1", "粤A12345678")]
    public void A_value_whose_beginning_would_be_another_value_is_refused(string key, string value)
        => Given.Template(Given.Field(key)).Render((key, value)).Message.ShouldBeNull();

    [Fact]
    public void Half_of_an_emoji_is_mended_or_refused_as_the_field_says()
    {
        Given.Template(Given.Field("thing1")).Render(("thing1", "茶\uD83D")).Message!.Data.Single().Value.ShouldBe("茶");
        Given.Template(Given.Field("thing1")).Render(("thing1", "a\uDE00b")).Message!.Data.Single().Value.ShouldBe("a b");
        Given.Template(Given.Field("thing1", OverflowRule.Reject)).Render(("thing1", "茶\uD83D")).Violations.Single().Rule.ShouldBe(RuleCodes.ControlCharacter);
    }

    [Theory]
    [InlineData("thing1", "\"茶\"", "茶")]
    [InlineData("number1", "12.50", "12.5")]
    [InlineData("amount1", "12.5", "¥12.50")]
    [InlineData("number1", "12345678901234567890", "12345678901234567890")]
    [InlineData("phrase1", "true", "是")]
    [InlineData("time1", "\"2026-11-21T07:30:00Z\"", "2026年11月21日 15:30")]
    public void A_JSON_value_counts_as_what_it_holds(string key, string json, string expected)
    {
        var template = Given.TemplateWithPage("p?x={" + key + "}", Given.Field(key));
        template.Render((key, Arbitrary.Json(json))).Message!.Data.Single().Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("null", RuleCodes.Required)]
    [InlineData("[1]", RuleCodes.ValueType)]
    [InlineData("{}", RuleCodes.ValueType)]
    [InlineData("1e400", RuleCodes.ValueType)]
    public void A_JSON_value_that_no_field_can_show_is_a_violation(string json, string rule)
        => Given.Template(Given.Field("thing1")).Render(("thing1", Arbitrary.Json(json))).Violations.Single().Rule.ShouldBe(rule);

    [Fact]
    public void Whatever_comes_in_what_goes_out_is_accepted_or_explained_and_always_the_same() =>
        Arbitrary.Triple(Arbitrary.AnyData, Gen.Elements(Cultures), Gen.Elements(Zones)).Holds(
            input =>
            {
                var (data, cultureName, zone) = input;
                var (culture, timeZone) = (CultureInfo.GetCultureInfo(cultureName), TimeZoneInfo.FindSystemTimeZoneById(zone));
                foreach (var overflow in Enum.GetValues<OverflowRule>())
                {
                    var template = Given.TemplateWithPage("pages/x?id={id}", [.. Arbitrary.FieldKeys.Select(key => Given.Field(key, overflow) with { DefaultValue = DefaultOf(key) })]);

                    var result = TemplateRenderer.Render(template, data, culture, timeZone);

                    (result.Message is null).ShouldBe(result.Violations.Count > 0);
                    result.Message?.Data.ShouldAllBe(v => IsAccepted(v.Key, v.Value));
                    Describe(TemplateRenderer.Render(template, data, culture, timeZone)).ShouldBe(Describe(result));
                }
            },
            times: 1_500);

    [Fact]
    public void Any_text_in_any_field_is_accepted_or_explained() =>
        Arbitrary.Triple(Gen.Elements(Arbitrary.FieldKeys), Arbitrary.Value, Gen.Elements(Enum.GetValues<OverflowRule>())).Holds(
            input =>
            {
                var (key, value, overflow) = input;
                var result = Given.Template(Given.Field(key, overflow)).Render((key, value));
                if (result.Message is { } message)
                {
                    IsAccepted(key, message.Data.Single().Value).ShouldBeTrue();
                }
                else
                {
                    result.Violations.ShouldHaveSingleItem().Field.ShouldBe("data." + key);
                }
            },
            times: 10_000);

    private static bool IsAccepted(string key, string value)
        => TemplateFieldKey.TryParse(key, out var type) && FieldRules.Accepts(type, value, []);

    private static string DefaultOf(string key) => key switch
    {
        "number2" => "1",
        "symbol4" => "!",
        "time6" => "15:30",
        "date7" => "2026-11-21",
        "amount8" => "¥1",
        "phone_number9" => "138",
        "phrase12" => "好",
        _ => "x",
    };

    private static string Describe(RenderResult result)
        => result.Message?.Page + string.Concat(result.Message?.Data ?? []) + string.Join(';', result.Violations.Select(v => v + string.Join(',', v.Arguments)));
}
