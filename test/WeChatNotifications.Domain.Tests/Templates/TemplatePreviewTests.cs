using System.Globalization;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class TemplatePreviewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 7, 30, 0, TimeSpan.Zero);
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static TheoryData<TemplateFieldType, string> TypesAndCultures
        => [.. Enum.GetValues<TemplateFieldType>().SelectMany(t => new[] { "zh-CN", "en-US" }.Select(c => new TheoryDataRow<TemplateFieldType, string>(t, c)))];

    [Theory]
    [MemberData(nameof(TypesAndCultures))]
    public void An_example_is_made_up_that_its_field_accepts(TemplateFieldType type, string culture)
    {
        var field = new TemplateField { Key = KeyOf(type) };
        field.Type.ShouldBe(type);

        var preview = TemplatePreview.Of(Settings(field), Samples(), CultureInfo.GetCultureInfo(culture), Shanghai, Now).Fields.Single();

        preview.Violations.ShouldBeEmpty();
        preview.Text.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_number_in_words_of_a_form_is_formatted_like_one_of_business_code()
    {
        TextOf(new() { Key = "amount1" }, "88.5").ShouldBe("¥88.50");
        TextOf(new() { Key = "amount1" }, "¥88.5").ShouldBe("¥88.5");
        TextOf(new() { Key = "number1", Format = "0.000" }, "12.5").ShouldBe("12.500");
        TextOf(new() { Key = "thing1", Format = "0 kg" }, "12.5").ShouldBe("13 kg");
        TextOf(new() { Key = "thing1" }, "12.50").ShouldBe("12.50", "Without a format a text stays as it is written.");
        TextOf(new() { Key = "time1" }, "2026-11-21T15:30:00+08:00").ShouldBe("2026年11月21日 15:30");
        TextOf(new() { Key = "thing1", Format = "yyyy" }, "2026-11-21T15:30:00+08:00").ShouldBe("2026");
    }

    [Fact]
    public void A_value_that_is_too_long_is_counted_whole_and_shown_cut()
    {
        var preview = Preview(new() { Key = "thing1" }, new string('茶', 25));

        (preview.Length, preview.MaxLength).ShouldBe((25, 20));
        FieldRules.CountOf(preview.Text).ShouldBe(20);
        preview.Text.ShouldEndWith("…");
        preview.Violations.ShouldBeEmpty();
        Preview(new() { Key = "thing1", Overflow = OverflowRule.Reject }, new string('茶', 25)).Violations.Single().Rule.ShouldBe(RuleCodes.FieldTypePrefix + "Thing");
    }

    [Fact]
    public void What_is_wrong_stands_with_its_field_or_beside_all()
    {
        var preview = TemplatePreview.Of(
            Settings(new TemplateField { Key = "thing1", Name = "a b" }, new TemplateField { Key = "nonsense" }, new TemplateField { Key = "phrase3" }) with
            {
                PagePattern = "https://elsewhere.example",
                UrlPattern = "https://shop.example",
                EmphasisKeyword = "thing1",
            },
            Samples(("phrase3", "shipped")), Chinese, Shanghai, Now);

        preview.Fields.Select(f => string.Join(',', f.Violations.Select(v => $"{v.Field} {v.Rule.Split('.')[^1]}")))
            .ShouldBe(["fields[0].name Characters", "fields[1].key FieldKey", "data.phrase3 Phrase"]);
        preview.Violations.Select(v => $"{v.Field} {v.Rule.Split('.')[^1]}").ShouldBe(["urlPattern NotForChannel", "emphasisKeyword NotForChannel", "pagePattern Page"], ignoreOrder: true);
        preview.Page.ShouldBeNull();
    }

    [Fact]
    public void A_page_is_filled_with_fields_samples_and_made_up_values()
    {
        var settings = Settings(new TemplateField { Key = "character_string1", Name = "orderNo" }) with { PagePattern = "pages/order?no={orderNo}&id={orderId}&x={other}" };

        TemplatePreview.Of(settings, Samples(("orderNo", "A-7"), ("orderId", "ä b")), Chinese, Shanghai, Now).Page
            .ShouldBe("pages/order?no=A-7&id=%C3%A4%20b&x=1001");
    }

    [Fact]
    public void A_template_without_fields_says_so()
        => TemplatePreview.Of(Settings(), Samples(), Chinese, Shanghai, Now).Violations.Single().ShouldSatisfyAllConditions(v => v.Field.ShouldBe("fields"), v => v.Rule.ShouldBe(RuleCodes.Required));

    private static string TextOf(TemplateField field, string sample) => Preview(field, sample).Text;

    private static FieldPreview Preview(TemplateField field, string sample)
        => TemplatePreview.Of(Settings(field), Samples((field.Key, sample)), Chinese, Shanghai, Now).Fields.Single();

    private static MessageTemplateSettings Settings(params IReadOnlyList<TemplateField> fields)
        => new()
        {
            Name = null,
            AppCredentialId = Guid.Empty,
            WeChatTemplateId = null,
            Channel = fields.Any(f => f.Key.StartsWith("keyword", StringComparison.Ordinal)) ? MessageChannel.OfficialAccountTemplateMessage : MessageChannel.SubscribeMessage,
            Fields = fields,
        };

    private static Dictionary<string, string?> Samples(params IReadOnlyList<(string Name, string Value)> samples)
        => samples.ToDictionary(s => s.Name, s => (string?)s.Value, StringComparer.Ordinal);

    private static string KeyOf(TemplateFieldType type) => type switch
    {
        TemplateFieldType.CharacterString => "character_string1",
        TemplateFieldType.PhoneNumber => "phone_number1",
        TemplateFieldType.CarNumber => "car_number1",
        TemplateFieldType.Enum => "enum_string1",
        TemplateFieldType.Text => "keyword1",
        _ => type.ToString().ToLowerInvariant() + "1",
    };
}
