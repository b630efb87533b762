using System.Globalization;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Application.Tests.Localization;

public sealed class ModuleTextsTests
{
    private readonly ModuleTexts _texts = new();

    [Theory]
    [InlineData("en-US", "to is required.")]
    [InlineData("de-DE", "to is required.")]
    [InlineData("zh-CN", "to 不能为空。")]
    [InlineData("zh-Hans", "to 不能为空。")]
    [InlineData("zh-TW", "to 不能为空。")]
    public void The_language_is_Chinese_for_Chinese_and_English_for_all_others(string culture, string text)
        => In(culture, () => _texts.Of(new RuleViolation("to", RuleCodes.Required))).ShouldBe(new("to", RuleCodes.Required, text));

    [Fact]
    public void Numbers_are_written_as_the_reader_writes_them()
        => In("en-US", () => _texts.Of(new RuleViolation("to", RuleCodes.TooMany, ("count", 10_001), ("max", 10_000)))).Message.ShouldBe("to has 10001 entries; at most 10000 are allowed.");

    [Theory]
    [InlineData("{field}")]
    [InlineData("{value}")]
    [InlineData("L:a|b")]
    [InlineData("L:")]
    [InlineData("L:|L:")]
    [InlineData("L:no such text")]
    [InlineData("a|b {0} {{x}}")]
    public void What_a_user_has_typed_is_shown_as_it_is(string typed)
        => In("en-US", () => _texts.Of(new RuleViolation("template", RuleCodes.Unknown, ("value", typed)))).Message.ShouldBe($"template “{typed}” does not exist.");

    [Fact]
    public void Arguments_that_name_texts_are_translated()
    {
        var exception = new DeliveryStateException(DeliveryStatus.Sent, "Retry", DeliveryStatus.Failed, DeliveryStatus.Skipped);

        In("en-US", () => _texts.Of(exception)).ShouldBe("The delivery is Sent; a retry is possible only when it is Failed, Skipped.");
        In("zh-CN", () => _texts.Of(exception)).ShouldBe("该消息当前为“已发送”；只有在“失败、未发送”时才能重试。");
    }

    [Fact]
    public void A_placeholder_without_a_value_and_a_key_without_a_text_stay_as_they_are()
    {
        In("en-US", () => _texts.Get("WeChatNotifications:NotFound", new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = 7 })).ShouldBe("There is no {entity} 7.");
        In("en-US", () => _texts.Get("no such key")).ShouldBe("no such key");
    }

    [Fact]
    public void A_delivery_explains_itself_in_a_sentence()
    {
        In("en-US", () => _texts.Explain(DeliveryStatus.Sent, DeliveryReason.None, errorCode: null)).ShouldBe("Sent");
        In("en-US", () => _texts.Explain(DeliveryStatus.Skipped, DeliveryReason.NoPermit, 43101)).ShouldStartWith("Skipped: The user has not allowed this message");
        In("en-US", () => _texts.Explain(DeliveryStatus.Skipped, DeliveryReason.NoPermit, 43101)).ShouldContain(" [43101] ");
        In("zh-CN", () => _texts.Explain(DeliveryStatus.Failed, DeliveryReason.ContentRejected, 47003)).ShouldStartWith("失败：微信不接受消息中的某个值。 [47003] ");
    }

    [Fact]
    public void An_error_code_that_only_one_part_goes_with_keeps_its_distance()
        => In("en-US", () => _texts.Explain(DeliveryStatus.Pending, DeliveryReason.None, -1)).ShouldStartWith("Waiting: [-1] ");

    [Fact]
    public void Advice_is_there_for_codes_and_for_nothing_else()
    {
        In("en-US", () => _texts.Advice(40164)).ShouldNotBeNullOrWhiteSpace();
        In("zh-CN", () => _texts.Advice(40164)).ShouldNotBe(In("en-US", () => _texts.Advice(40164)));
        (_texts.Advice(null), _texts.Advice(0)).ShouldBe((null, null));
    }

    private static T In<T>(string culture, Func<T> use)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return use();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
