using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.TagHelpers;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permissions;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages;

/// <summary>Today at a glance.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Statistics.Default)]
public sealed class OverviewModel(
    IStatisticsAppService statistics, IAppCredentialAppService credentials, IMessageTemplateAppService templates, IBroadcastAppService broadcasts, DashboardMenu menu, DashboardView view)
    : DashboardPage
{
    private const int ShownBroadcasts = 5;

    /// <summary>The spans that the chart can show, in days; a single day is shown by hour.</summary>
    public static IReadOnlyList<int> Spans { get; } = [1, 14, 30];

    /// <summary>Only messages of this app.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? App { get; set; }

    /// <summary>Only messages of this template, by logical name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Template { get; set; }

    /// <summary>Days that the chart shows; others than <see cref="Spans"/> are taken for a day.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Days { get; set; }

    public StatisticsOverviewDto Today { get; private set; } = null!;

    /// <summary>Today's messages, of the chosen app and template where there are such.</summary>
    public OutcomeCountsDto Counts { get; private set; } = new();

    public IReadOnlyList<TopErrorDto> TopErrors { get; private set; } = [];

    /// <summary>Null while the page only looks again at what is going on.</summary>
    public ChartModel? Chart { get; private set; }

    public IReadOnlyList<AppCredentialDto> Apps { get; private set; } = [];

    public IReadOnlyList<MessageTemplateDto> Templates { get; private set; } = [];

    public IReadOnlyList<BroadcastDto> Running { get; private set; } = [];

    /// <summary>Whether nothing is set up yet; known only of those who may see the apps.</summary>
    public bool IsNew { get; private set; }

    public bool IsFiltered => App is not null || !string.IsNullOrWhiteSpace(Template);

    public int Span => Days is { } days && Spans.Contains(days) ? days : Spans[0];

    public IEnumerable<AppCredentialDto> PausedApps => Apps.Where(a => a.Pause is not null);

    public IEnumerable<SelectListItem> AppChoices => Apps.Select(a => new SelectListItem(a.Name, a.Id.ToString())).Prepend(new SelectListItem(Texts["Form.All"], ""));

    public IEnumerable<SelectListItem> TemplateChoices
        => Templates.Where(t => App is null || t.AppCredentialId == App).Select(t => t.Name!).Append(Template).Where(n => !string.IsNullOrWhiteSpace(n)).Distinct(StringComparer.Ordinal)
            .Select(n => new SelectListItem(n, n)).Prepend(new SelectListItem(Texts["Form.All"], ""));

    /// <summary>Whether the browser only asks for what changes by the second.</summary>
    private bool IsLook => Request.Headers.ContainsKey("HX-Request");

    public Task OnGetAsync() => LoadAsync();

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostResumeAsync(Guid id)
    {
        var name = "";
        if (!await TryAsync(async () => name = (await credentials.ResumeAsync(id, Aborted).ConfigureAwait(false)).Name).ConfigureAwait(false))
        {
            await LoadAsync().ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Overview.Resumed", ("app", name)], "/Index", new { app = App, template = Template, days = Days });
    }

    /// <summary>The first address people type leads those who may not see figures to the first page that they may open.</summary>
    protected override async Task<IActionResult> RefuseAsync(string missing)
        => HttpMethods.IsGet(Request.Method) && await menu.ListAsync().ConfigureAwait(false) is [var first, ..]
            ? RedirectToPage(first.Page)
            : await base.RefuseAsync(missing).ConfigureAwait(false);

    private async Task LoadAsync()
    {
        Today = await statistics.GetOverviewAsync(view.TimeZone, Aborted).ConfigureAwait(false);
        if (await Permissions.HasAsync(WeChatNotificationsPermissions.Credentials.Default).ConfigureAwait(false))
        {
            Apps = await credentials.ListAsync(Aborted).ConfigureAwait(false);
            IsNew = Apps.Count == 0 && Today.Counts.Total + Today.Yesterday.Total == 0;
        }

        if (await Permissions.HasAsync(WeChatNotificationsPermissions.Broadcasts.Default).ConfigureAwait(false))
        {
            var query = new BroadcastQueryDto { Statuses = [BroadcastStatus.Running, BroadcastStatus.Paused], PageSize = ShownBroadcasts };
            Running = (await broadcasts.ListAsync(query, Aborted).ConfigureAwait(false)).Items;
        }

        await CountAsync().ConfigureAwait(false);
        if (IsLook)
        {
            return;
        }

        if (await Permissions.HasAsync(WeChatNotificationsPermissions.Templates.Default).ConfigureAwait(false))
        {
            Templates = await templates.ListAsync(appCredentialId: null, Aborted).ConfigureAwait(false);
        }

        await DrawAsync().ConfigureAwait(false);
    }

    private async Task CountAsync()
    {
        (Counts, TopErrors) = (Today.Counts, Today.TopErrors);
        if (!IsFiltered)
        {
            return;
        }

        // An address may carry anything; what no template can be called counts nothing.
        if (await AskAsync(new() { From = Today.Today, By = StatisticsGrouping.Error, TimeZone = view.TimeZone }).ConfigureAwait(false) is { } found)
        {
            Counts = found.Sum;
            TopErrors = [.. found.Rows.Where(r => r.Outcome?.Status is DeliveryStatus.Failed or DeliveryStatus.Skipped or DeliveryStatus.Refused or DeliveryStatus.Unconfirmed)
                .OrderByDescending(r => r.Total).Take(StatisticsLimits.TopErrors).Select(r => new TopErrorDto(r.Outcome!, r.Total))];
        }
        else
        {
            (Counts, TopErrors) = (new(), []);
        }
    }

    private async Task DrawAsync()
    {
        var isByHour = Span == 1;
        var found = await AskAsync(new()
        {
            By = isByHour ? StatisticsGrouping.Hour : StatisticsGrouping.Day,

            // Whole days, of which today is the last.
            From = isByHour ? null : view.FromLocalInput(TimeZoneInfo.ConvertTime(Today.Today, view.Zone).Date.AddDays(1 - Span)),
            TimeZone = view.TimeZone,
        }).ConfigureAwait(false);
        if (found is not null)
        {
            Chart = OverviewChart.Of(found.Rows, isByHour, view.Zone, Texts);
        }
    }

    private async Task<StatisticsDto?> AskAsync(StatisticsQueryDto query)
    {
        StatisticsDto? found = null;
        var filtered = query with { AppCredentialId = App, Template = string.IsNullOrWhiteSpace(Template) ? null : Template };
        return await TryAsync(async () => found = await statistics.GetAsync(filtered, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false) ? found : null;
    }
}
