using System.Globalization;
using WeChatNotifications.Dashboard.TagHelpers;
using WeChatNotifications.Dashboard.Texts;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Dashboard.Views;

/// <summary>Messages over time by what became of them, as stacked bars.</summary>
internal static class OverviewChart
{
    /// <summary>The chart of rows by hour or by day, oldest first.</summary>
    public static ChartModel Of(IReadOnlyList<StatisticsRowDto> rows, bool isByHour, TimeZoneInfo zone, DashboardTexts texts)
    {
        var format = isByHour ? "HH':'mm" : "MM-dd";
        return new ChartModel(
            "stacked",
            [.. rows.Select(r => TimeZoneInfo.ConvertTime(r.Start!.Value, zone).ToString(format, CultureInfo.InvariantCulture))],
            [
                new(texts["Overview.Accepted"], "good", [.. rows.Select(r => r.Sent + r.Confirmed)]),
                new(texts["Overview.NotDelivered"], "bad", [.. rows.Select(r => r.Failed + r.Refused)]),
                new(texts["Overview.Skipped"], "attention", [.. rows.Select(r => r.Skipped)]),
                new(texts["Overview.Unconfirmed"], "going", [.. rows.Select(r => r.Unconfirmed)]),
                new(texts["Overview.Cancelled"], "neutral", [.. rows.Select(r => r.Cancelled)]),
            ]);
    }
}
