using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Dashboard.Pages.Apps;

[DashboardPermission(WeChatNotificationsPermissions.Credentials.Default)]
public sealed class DetailModel(IAppCredentialAppService apps, IAppCallbackAppService callbacks, IStatisticsAppService statistics, DashboardView view) : DashboardPage
{
    [BindProperty]
    public PauseForm Input { get; set; } = new();

    public AppCredentialDto App { get; private set; } = null!;

    public TokenStateDto Token { get; private set; } = null!;

    public IReadOnlyList<SetupStepDto> Checklist { get; private set; } = [];

    public AppCallbacksDto Callbacks { get; private set; } = null!;

    /// <summary>What became of today's messages; null for a user who may not see numbers.</summary>
    public OutcomeCountsDto? Today { get; private set; }

    /// <summary>What came of the test that was just made.</summary>
    public CredentialTestResultDto? Test { get; private set; }

    public int DoneSteps => Checklist.Count(s => s.Done == true);

    public Task OnGetAsync(Guid id) => LoadAsync(id);

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Test)]
    public async Task<IActionResult> OnPostTestAsync(Guid id)
    {
        await TryAsync(async () => Test = await apps.TestAsync(id, Aborted).ConfigureAwait(false)).ConfigureAwait(false);
        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostPauseAsync(Guid id)
    {
        var until = DateTime.TryParse(Input.Until, CultureInfo.InvariantCulture, out var local) ? view.FromLocalInput(local) : null;
        if (until is null && !string.IsNullOrWhiteSpace(Input.Until))
        {
            ModelState.AddModelError($"{nameof(Input)}.{nameof(Input.Until)}", Texts["Field.Unreadable"]);
        }

        if (!ModelState.IsValid || !await TryAsync(() => apps.PauseAsync(id, new(until, string.IsNullOrWhiteSpace(Input.Detail) ? null : Input.Detail), Aborted)).ConfigureAwait(false))
        {
            await LoadAsync(id).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Apps.Paused"], "/Apps/Detail", new { id });
    }

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostResumeAsync(Guid id)
    {
        if (!await TryAsync(() => apps.ResumeAsync(id, Aborted)).ConfigureAwait(false))
        {
            await LoadAsync(id).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Apps.Resumed"], "/Apps/Detail", new { id });
    }

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid id)
    {
        if (!await TryAsync(() => apps.DeleteAsync(id, Aborted)).ConfigureAwait(false))
        {
            await LoadAsync(id).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Apps.Deleted"], "/Apps/Index");
    }

    /// <summary>Where in the dashboard a step is taken; null for one that is taken on this page or by users.</summary>
    public (string Href, string Text)? PageOf(SetupStep step) => step switch
    {
        SetupStep.TemplatesChosen => (Url.Page("/Templates/Remote", new { appCredentialId = App.Id })!, Texts["Templates.RemoteTitle"]),
        SetupStep.MessageTemplate or SetupStep.FirstMessage => (Url.Page("/Templates/Index", new { appCredentialId = App.Id })!, Texts["Nav.Templates"]),
        SetupStep.Permit => (Url.Page("/Permits/Index")!, Texts["Nav.Permits"]),
        SetupStep.Callbacks or SetupStep.CallbackReceived => (Url.Page("/Apps/Callbacks", new { id = App.Id })!, Texts["Apps.CallbacksOpen"]),
        SetupStep.Receipt => (Url.Page("/Deliveries/Index")!, Texts["Nav.Deliveries"]),
        _ => null,
    };

    private async Task LoadAsync(Guid id)
    {
        App = await apps.GetAsync(id, Aborted).ConfigureAwait(false);
        Token = await apps.GetTokenStateAsync(id, Aborted).ConfigureAwait(false);
        Checklist = await apps.GetChecklistAsync(id, Aborted).ConfigureAwait(false);
        Callbacks = await callbacks.GetAsync(id, Aborted).ConfigureAwait(false);
        Today = await Permissions.HasAsync(WeChatNotificationsPermissions.Statistics.Default).ConfigureAwait(false)
            ? (await statistics.GetAsync(IndexModel.TodayOf(Time.GetUtcNow(), view.Zone) with { AppCredentialId = id }, Aborted).ConfigureAwait(false)).Sum
            : null;
    }
}

/// <summary>A pause as its form sends it.</summary>
public sealed class PauseForm
{
    /// <summary>In the pages' time zone; empty for until somebody resumes it.</summary>
    public string? Until { get; set; }

    public string? Detail { get; set; }
}
