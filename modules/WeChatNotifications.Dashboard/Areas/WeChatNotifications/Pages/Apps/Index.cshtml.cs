using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Dashboard.Pages.Apps;

[DashboardPermission(WeChatNotificationsPermissions.Credentials.Default)]
public sealed class IndexModel(IAppCredentialAppService apps, IStatisticsAppService statistics, DashboardView view) : DashboardPage
{
    public IReadOnlyList<AppRow> Rows { get; private set; } = [];

    /// <summary>Whether the user may see numbers.</summary>
    public bool ShowsNumbers { get; private set; }

    public async Task OnGetAsync()
    {
        ShowsNumbers = await Permissions.HasAsync(WeChatNotificationsPermissions.Statistics.Default).ConfigureAwait(false);
        var today = ShowsNumbers
            ? (await statistics.GetAsync(TodayOf(Time.GetUtcNow(), view.Zone), Aborted).ConfigureAwait(false)).Rows
                .Where(r => r.AppCredentialId is not null).ToDictionary(r => r.AppCredentialId!.Value, r => (OutcomeCountsDto)r)
            : [];
        var rows = new List<AppRow>();
        foreach (var app in await apps.ListAsync(Aborted).ConfigureAwait(false))
        {
            rows.Add(new(app, await apps.GetTokenStateAsync(app.Id, Aborted).ConfigureAwait(false), today.GetValueOrDefault(app.Id) ?? new OutcomeCountsDto()));
        }

        Rows = rows;
    }

    /// <summary>The messages of today, by app.</summary>
    internal static StatisticsQueryDto TodayOf(DateTimeOffset now, TimeZoneInfo zone)
    {
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date;
        return new() { From = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime(), By = StatisticsGrouping.App, TimeZone = zone.Id };
    }
}

/// <summary>One app of the list.</summary>
/// <param name="App">The app.</param>
/// <param name="Token">Its token's state.</param>
/// <param name="Today">What became of its messages today.</param>
public sealed record AppRow(AppCredentialDto App, TokenStateDto Token, OutcomeCountsDto Today)
{
    /// <summary>Messages that WeChat has accepted today.</summary>
    public long Accepted => Today.Sent + Today.Confirmed + Today.Refused;
}
