using FsCheck.Fluent;
using WeChatNotifications.Rules;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class PagePatternTests
{
    [Theory]
    [InlineData("index")]
    [InlineData("pages/order/detail?id={orderId}")]
    [InlineData("/pages/order/detail?id={orderId}&from={from}")]
    [InlineData("pages/{kind}/detail")]
    public void A_path_inside_the_mini_program_is_valid(string pattern) => PagePattern.IsValid(pattern).ShouldBeTrue();

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com/")]
    [InlineData("{page}")]
    [InlineData("?id={id}")]
    [InlineData("#top")]
    [InlineData("pages/a b")]
    [InlineData("pages/a\nb")]
    [InlineData("pages?id={")]
    [InlineData("pages?id=}")]
    [InlineData("pages?id={}")]
    [InlineData("pages?id={a{b}}")]
    [InlineData("pages?id={a}}")]
    public void Anything_else_is_refused(string pattern) => PagePattern.IsValid(pattern).ShouldBeFalse();

    [Theory]
    [InlineData("A&b=c", "pages/x?id=A%26b%3Dc")]
    [InlineData("a#b?c/d", "pages/x?id=a%23b%3Fc%2Fd")]
    [InlineData("{id}", "pages/x?id=%7Bid%7D")]
    [InlineData("茶 😀", "pages/x?id=%E8%8C%B6%20%F0%9F%98%80")]
    [InlineData("%26", "pages/x?id=%2526")]
    [InlineData("", "pages/x?id=")]
    public void A_value_is_percent_encoded(string value, string expected)
        => Given.TemplateWithPage("pages/x?id={id}").Render(("thing1", "x"), ("id", value)).Message!.Page.ShouldBe(expected);

    [Fact]
    public void A_value_stays_in_its_place_and_decodes_to_itself() => Arbitrary.Text.Holds(
        value =>
        {
            var result = Given.TemplateWithPage("pages/{kind}/x?a=1&id={id}&z=2#end").Render(("thing1", "x"), ("kind", "order"), ("id", value));
            if (result.Message is not { Page: { } page })
            {
                result.Violations.ShouldNotBeEmpty();
                return;
            }

            page.Count(c => c == '#').ShouldBe(1);
            page.Count(c => c == '?').ShouldBe(1);
            page.Count(c => c == '/').ShouldBe(2);
            var query = page[(page.IndexOf('?') + 1)..page.IndexOf('#')].Split('&');
            query.Length.ShouldBe(3);
            query[1].ShouldStartWith("id=");
            Uri.UnescapeDataString(query[1][3..]).ShouldBe(value);
        },
        times: 2_000);

    [Fact]
    public void A_value_in_the_path_stays_one_segment() => Arbitrary.Text.Holds(
        value =>
        {
            if (Given.TemplateWithPage("pages/{kind}/x").Render(("thing1", "x"), ("kind", value)).Message is { Page: { } page })
            {
                new Uri(new Uri("https://host/"), page).Segments.Length.ShouldBe(4);
                Uri.UnescapeDataString(page.Split('/')[1]).ShouldBe(value);
            }
        },
        times: 2_000);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_value_that_would_change_the_path_is_refused(string value)
        => Given.TemplateWithPage("pages/{kind}/x").Render(("thing1", "x"), ("kind", value)).Violations.ShouldHaveSingleItem().Field.ShouldBe("data.kind");

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused_because_no_url_can_carry_it()
        => Given.TemplateWithPage("pages/x?id={id}").Render(("thing1", "x"), ("id", "a\uD83D"))
            .Violations.ShouldHaveSingleItem().Rule.ShouldBe(RuleCodes.ControlCharacter);

    [Fact]
    public void A_page_that_gets_too_long_is_refused()
        => Given.TemplateWithPage("pages/x?id={id}").Render(("thing1", "x"), ("id", new string('茶', 100_000)))
            .Violations.ShouldHaveSingleItem().Rule.ShouldBe(RuleCodes.TooLong);

    [Fact]
    public void A_missing_value_is_reported_once_however_often_the_page_needs_it()
    {
        var violation = Given.TemplateWithPage("pages/x?id={id}&again={id}").Render(("thing1", "x")).Violations.ShouldHaveSingleItem();
        (violation.Field, violation.Rule).ShouldBe(("data.id", RuleCodes.Required));
    }

    [Fact]
    public void A_field_value_can_be_used_by_key_by_name_or_by_default()
    {
        TemplateField field = new() { Key = "thing1", Name = "product", DefaultValue = "茶" };
        var template = Given.TemplateWithPage("p?a={thing1}&b={product}", field);

        template.Render(("product", "x")).Message!.Page.ShouldBe("p?a=x&b=x");
        template.Render(("thing1", "x")).Message!.Page.ShouldBe("p?a=x&b=x");
        template.Render().Message!.Page.ShouldBe("p?a=%E8%8C%B6&b=%E8%8C%B6");
    }

    public static TheoryData<object, string> PageValues => new()
    {
        { new DateOnly(2026, 11, 21), "2026-11-21" },
        { new TimeOnly(15, 30, 5), "15:30:05" },
        { new DateTimeOffset(2026, 11, 21, 15, 30, 0, TimeSpan.FromHours(8)), "2026-11-21T15:30:00+08:00" },
        { new DateTime(2026, 11, 21, 15, 30, 0, DateTimeKind.Utc), "2026-11-21T15:30:00Z" },
        { new DateTime(2026, 11, 21, 15, 30, 0, DateTimeKind.Unspecified), "2026-11-21T15:30:00" },
        { 1234.5m, "1234.5" }, { -7, "-7" }, { 0.1, "0.1" }, { true, "true" }, { 'x', "x" }, { Weather.Rainy, "Rainy" }, { Guid.Empty, "00000000-0000-0000-0000-000000000000" },
    };

    [Theory]
    [MemberData(nameof(PageValues), DisableDiscoveryEnumeration = true)]
    public void A_typed_value_is_written_invariantly(object value, string expected) => FieldFormatter.FormatForPage(value).ShouldBe(expected);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(float.NaN)]
    [InlineData(new[] { 1 })]
    public void A_value_without_a_text_is_a_violation(object value)
        => Given.TemplateWithPage("p?id={id}").Render(("thing1", "x"), ("id", value)).Violations.ShouldHaveSingleItem().Rule.ShouldBe(RuleCodes.ValueType);
}
