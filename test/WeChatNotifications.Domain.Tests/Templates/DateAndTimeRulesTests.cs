using System.Globalization;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class DateAndTimeRulesTests
{
    [Theory]
    [InlineData("15:01")]
    [InlineData("00:00")]
    [InlineData("08:30")]
    [InlineData("23:59:59")]
    [InlineData("2019年10月1日 15:01")]
    [InlineData("2019年10月1日15:01")]
    [InlineData("2022-12-08 16:13:16")]
    [InlineData("2022/12/08 16:13")]
    [InlineData("2022.1.8 16:13")]
    [InlineData("2024-02-29 00:00")]
    [InlineData("15:01~16:00")]
    [InlineData("2019年10月1日 15:01~2019年10月2日 15:01")]
    [InlineData("2019年10月1日 15:01~16:00")]
    public void A_time_is_accepted(string value) => FieldRules.Accepts(TemplateFieldType.Time, value, []).ShouldBeTrue();

    [Theory]
    [InlineData("24:00")]
    [InlineData("8:30")]
    [InlineData("15:01 ~ 16:00")]
    [InlineData("15:60")]
    [InlineData("15:01:60")]
    [InlineData("15")]
    [InlineData("1501")]
    [InlineData("15：01")]
    [InlineData("3:01 PM")]
    [InlineData("2019年10月1日")]
    [InlineData("2019年10月 15:01")]
    [InlineData("10月1日 15:01")]
    [InlineData("2023-02-29 10:00")]
    [InlineData("2023-13-01 10:00")]
    [InlineData("2023-00-10 10:00")]
    [InlineData("2023-01-32 10:00")]
    [InlineData("2022-12-0816:13")]
    [InlineData("2022-12/08 16:13")]
    [InlineData("2022-12-08  16:13")]
    [InlineData("2022-12-08T16:13")]
    [InlineData("15:01～16:00")]
    [InlineData("15:01-16:00")]
    [InlineData("15:01~")]
    [InlineData("~15:01")]
    [InlineData("15:01~16:00~17:00")]
    [InlineData("15:01\n")]
    [InlineData("15:01.5")]
    public void What_is_no_time_is_refused(string value) => FieldRules.Accepts(TemplateFieldType.Time, value, []).ShouldBeFalse();

    [Theory]
    [InlineData("2018年1月1日")]
    [InlineData("2018年01月")]
    [InlineData("1月1日")]
    [InlineData("2018-01-01")]
    [InlineData("2018/1/1")]
    [InlineData("2018.01.01")]
    [InlineData("2018-01")]
    [InlineData("01-01")]
    [InlineData("2018年1月1日 15:30")]
    [InlineData("1月1日 15:30")]
    [InlineData("2018-01-01 15:30:10")]
    [InlineData("2月29日")]
    [InlineData("02-29")]
    [InlineData("2024年2月29日")]
    [InlineData("2000-02-29")]
    [InlineData("2018-01-01~2018-01-31")]
    [InlineData("2018年1月1日~1月31日")]
    [InlineData("9999-12-31")]
    public void A_date_is_accepted(string value) => FieldRules.Accepts(TemplateFieldType.Date, value, []).ShouldBeTrue();

    [Theory]
    [InlineData("2018年13月1日")]
    [InlineData("2018年1月1日 ~ 1月31日")]
    [InlineData("2018-01-01 10:00~12:00")]
    [InlineData("2018年0月1日")]
    [InlineData("2018年1月32日")]
    [InlineData("2018年1月0日")]
    [InlineData("2018年2月30日")]
    [InlineData("2月30日")]
    [InlineData("4月31日")]
    [InlineData("2023-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("0000-01-01")]
    [InlineData("18-01-01")]
    [InlineData("2018-01/01")]
    [InlineData("2018-01-01 24:00")]
    [InlineData("2018-01-0110:00")]
    [InlineData("2018-01 15:30")]
    [InlineData("2018年1月 15:30")]
    [InlineData("2018-01-01～2018-01-31")]
    [InlineData("2018-01-01~12:00")]
    [InlineData("15:30")]
    [InlineData("2018年")]
    [InlineData("2018")]
    [InlineData("20180101")]
    [InlineData("二〇一八年一月一日")]
    [InlineData("２０１８-01-01")]
    [InlineData("2018-01-01 ")]
    [InlineData("2018-01-01T00:00:00Z")]
    public void What_is_no_date_is_refused(string value) => FieldRules.Accepts(TemplateFieldType.Date, value, []).ShouldBeFalse();

    [Fact]
    public void Every_day_of_four_centuries_is_a_date_in_every_notation()
    {
        string[] notations = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.MM.dd", "yyyy年M月d日", "M月d日", "MM-dd"];
        for (var day = new DateOnly(1800, 1, 1); day.Year < 2200; day = day.AddDays(17))
        {
            foreach (var notation in notations)
            {
                var text = day.ToString(notation, CultureInfo.InvariantCulture);
                FieldRules.Accepts(TemplateFieldType.Date, text, []).ShouldBeTrue(text);
            }
        }
    }

    [Fact]
    public void A_long_hostile_text_is_refused_at_once()
    {
        var hostile = string.Concat(Enumerable.Repeat("2018-01-01 10:00~", 50_000));
        FieldRules.Accepts(TemplateFieldType.Date, hostile, []).ShouldBeFalse();
        FieldRules.Accepts(TemplateFieldType.Time, hostile, []).ShouldBeFalse();
        FieldRules.Accepts(TemplateFieldType.Amount, new string('1', 500_000), []).ShouldBeFalse();
    }
}
