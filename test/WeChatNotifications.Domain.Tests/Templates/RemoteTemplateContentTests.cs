using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class RemoteTemplateContentTests
{
    [Fact]
    public void Lines_become_fields_with_their_labels_in_order() =>
        RemoteTemplateContent.Fields("会议时间:{{date2.DATA}}\n会议地点：{{thing10.DATA}}\r\n金额(元) : {{amount1.DATA}}\n")
            .ShouldBe([new("date2", "会议时间"), new("thing10", "会议地点"), new("amount1", "金额(元)")]);

    [Fact]
    public void Older_contents_have_lines_without_labels_blanks_in_the_braces_and_several_fields_in_a_line() =>
        RemoteTemplateContent.Fields("{{first.DATA}}\n\n领奖金额:{ {withdrawMoney.DATA} }\n{{ productType.DATA }}：{{name.DATA}}\n{{remark.DATA}}")
            .ShouldBe([new("first", null), new("withdrawMoney", "领奖金额"), new("productType", null), new("name", null), new("remark", null)]);

    [Fact]
    public void A_field_that_stands_twice_counts_once() =>
        RemoteTemplateContent.Fields("姓名:{{name1.DATA}}\n再次:{{name1.DATA}}").ShouldBe([new("name1", "姓名")]);

    [Theory]
    [InlineData("")]
    [InlineData("没有字段")]
    [InlineData("{{date2}}")]
    [InlineData("{date2.DATA}")]
    [InlineData("{{日期.DATA}}")]
    [InlineData("{{.DATA}}")]
    public void What_is_no_placeholder_is_no_field(string content) => RemoteTemplateContent.Fields(content).ShouldBeEmpty();

    [Fact]
    public void A_content_made_to_be_slow_is_read_in_time() =>
        RemoteTemplateContent.Fields(new string('{', MessageTemplateLimits.RemoteContentLength) + new string(' ', MessageTemplateLimits.RemoteContentLength)).ShouldBeEmpty();

    [Theory]
    [InlineData("会议时间", "会议时间")]
    [InlineData("金额(元)", "金额元")]
    [InlineData(" A b_c-d.1 ", "Ab_c-d.1")]
    [InlineData("（）", null)]
    [InlineData(null, null)]
    public void A_label_becomes_a_name_that_a_field_may_have(string? label, string? name) => RemoteTemplateContent.NameOf(label).ShouldBe(name);

    [Fact]
    public void A_long_label_is_cut() => RemoteTemplateContent.NameOf(new string('长', 200))!.Length.ShouldBe(MessageTemplateLimits.FieldNameLength);
}
