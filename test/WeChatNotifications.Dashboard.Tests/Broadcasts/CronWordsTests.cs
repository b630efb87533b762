using System.Globalization;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Texts;

namespace WeChatNotifications.Dashboard.Tests.Broadcasts;

public sealed class CronWordsTests
{
    [Theory]
    [InlineData("0 9 * * *", "Every day at 09:00", "每天 09:00")]
    [InlineData("30 18 * * MON-FRI", "Monday to Friday at 18:30", "每周一至周五 18:30")]
    [InlineData("0 9 * * 1,3,7", "Monday, Wednesday, Sunday at 09:00", "每周一、周三、周日 09:00")]
    [InlineData("0 10 1 * *", "On day 1 of each month at 10:00", "每月 1 日 10:00")]
    [InlineData("0 0 11 11 *", "Every year on 11-11 at 00:00", "每年 11 月 11 日 00:00")]
    [InlineData("*/15 * * * *", "Every 15 min", "每 15 分钟")]
    [InlineData("5 * * * *", "Every hour at :05", "每小时的第 05 分")]
    [InlineData("0 */6 * * *", "Every 6 hours at :00", "每 6 小时的第 00 分")]
    public void Simple_expressions_are_put_into_words(string cron, string english, string chinese)
    {
        In("en", () => CronWords.Of(cron, new DashboardTexts())).ShouldBe(english);
        In("zh-Hans", () => CronWords.Of(cron, new DashboardTexts())).ShouldBe(chinese);
    }

    [Theory]
    [InlineData("*/7 * * * *")]
    [InlineData("0 9-17 * * *")]
    [InlineData("0 9 1,15 * MON")]
    [InlineData("0 9 * * MON-FRI/2")]
    [InlineData("0 9 * * 8")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void What_a_short_sentence_would_only_get_wrong_is_left_as_it_is(string cron) => In("en", () => CronWords.Of(cron, new DashboardTexts())).ShouldBeNull();

    private static T In<T>(string culture, Func<T> read)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return read();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
