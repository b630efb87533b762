using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.TagHelpers;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Dashboard.Pages.Permits;

/// <summary>What the users of one app allow: as a whole, and of one user.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Grants.Default, WeChatNotificationsPermissions.FormIds.Default)]
public sealed class IndexModel(
    IPermitOverviewAppService permits, ISubscriptionGrantAppService grants, IFormIdAppService formIds, IAppCredentialAppService credentials, DashboardView view)
    : DashboardPage
{
    private const int MaxBalances = 100;

    [BindProperty(SupportsGet = true)]
    public Guid? AppCredentialId { get; set; }

    /// <summary>Days of messages to show.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Days { get; set; }

    /// <summary>The user whose balances to show.</summary>
    [BindProperty(SupportsGet = true)]
    public string? OpenId { get; set; }

    public AppChoices Apps { get; private set; } = null!;

    /// <summary>The app that is shown; null while there is none.</summary>
    public AppCredentialDto? App { get; private set; }

    public GrantOverviewDto? Grants { get; private set; }

    public FormIdOverviewDto? FormIds { get; private set; }

    /// <summary>Ledgers of <see cref="OpenId"/>; null when nobody was asked for.</summary>
    public IReadOnlyList<SubscriptionGrantDto>? Balances { get; private set; }

    /// <summary>Form ids of <see cref="OpenId"/>.</summary>
    public FormIdBalanceDto? FormIdBalance { get; private set; }

    /// <summary>Logical names by WeChat's template id.</summary>
    public ILookup<string, string> TemplateNames => Grants!.Templates.SelectMany(t => t.Templates.Select(n => (t.WeChatTemplateId, Name: n))).ToLookup(t => t.WeChatTemplateId, t => t.Name, StringComparer.Ordinal);

    public ChartModel GrantSpentChart => DaysChart(Grants!.Spent, "good");

    public ChartModel FormIdSpentChart => DaysChart(FormIds!.Spent, "good");

    public ChartModel LeftChart => new(
        "stacked",
        [.. FormIds!.Left.Select(l => l.Days == 7 ? Texts["Permits.DaysMore"] : Texts["Permits.DaysLeft", ("n", l.Days)])],
        [new(Texts["Permits.FormIds"], "going", [.. FormIds.Left.Select(l => l.FormIds)]), new(Texts["Permits.PrepayIds"], "good", [.. FormIds.Left.Select(l => l.PrepayIds)])]);

    public ChartModel CollectedChart => new(
        "stacked",
        [.. FormIds!.Collected.Select(c => DayOf(c.Start))],
        [new(Texts["Permits.FormIds"], "going", [.. FormIds.Collected.Select(c => c.FormIds)]), new(Texts["Permits.PrepayIds"], "good", [.. FormIds.Collected.Select(c => c.PrepayIds)])]);

    public async Task<IActionResult> OnGetAsync()
    {
        Apps = await AppChoices.LoadAsync(credentials, Aborted).ConfigureAwait(false);
        App = AppCredentialId is { } wanted ? Apps.Apps.FirstOrDefault(a => a.Id == wanted) : Apps.Apps.OrderBy(a => a.Kind).FirstOrDefault();
        if (App is null)
        {
            return AppCredentialId is null ? Page() : Status(404, Texts["Permits.NoSuchApp"]);
        }

        AppCredentialId = App.Id;
        if (ModelState.IsValid)
        {
            await TryAsync(LoadAsync, prefix: "").ConfigureAwait(false);
        }

        return Page();
    }

    private async Task LoadAsync()
    {
        var query = new PermitOverviewQueryDto { AppCredentialId = App!.Id, TimeZone = view.TimeZone };
        query = query with { Days = Days ?? query.Days };
        var isAsked = !string.IsNullOrWhiteSpace(OpenId);
        if (await Permissions.HasAsync(WeChatNotificationsPermissions.Grants.Default).ConfigureAwait(false))
        {
            Grants = await permits.GetGrantsAsync(query, Aborted).ConfigureAwait(false);
            Balances = isAsked
                ? (await grants.ListAsync(new() { AppCredentialId = App.Id, OpenIds = [OpenId!.Trim()], PageSize = MaxBalances }, Aborted).ConfigureAwait(false)).Items
                : null;
        }

        if (App.Kind == AppKind.MiniProgram && await Permissions.HasAsync(WeChatNotificationsPermissions.FormIds.Default).ConfigureAwait(false))
        {
            FormIds = await permits.GetFormIdsAsync(query, Aborted).ConfigureAwait(false);
            FormIdBalance = isAsked
                && (await formIds.ListAsync(new() { AppCredentialId = App.Id, OpenId = OpenId!.Trim(), PageSize = 1 }, Aborted).ConfigureAwait(false)).Items is [var balance, ..]
                    ? balance
                    : null;
        }
    }

    private ChartModel DaysChart(IReadOnlyList<PermitDayDto> days, string colour)
        => new("bar", [.. days.Select(d => DayOf(d.Start))], [new(Texts["Permits.Messages"], colour, [.. days.Select(d => d.Count)])]);

    private string DayOf(DateTimeOffset start) => TimeZoneInfo.ConvertTime(start, view.Zone).ToString("MM-dd", CultureInfo.InvariantCulture);
}
