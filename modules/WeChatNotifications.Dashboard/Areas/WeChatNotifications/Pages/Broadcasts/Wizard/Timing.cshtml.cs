using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Wizard;

/// <summary>Fourth step: when it begins, when it is too late, and how fast.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
public sealed class TimingModel(IBroadcastAppService broadcasts, DashboardView view) : WizardPage(broadcasts)
{
    [BindProperty]
    public TimingStepForm Input { get; set; } = new();

    protected override WizardStep Step => WizardStep.Timing;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await FindDraftAsync(id).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        Stamp = Broadcast!.ConcurrencyStamp;
        Input = new() { StartAt = Local(Broadcast.StartAt), ExpiresAt = Local(Broadcast.ExpiresAt), RatePerSecond = Broadcast.RatePerSecond };
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await FindDraftAsync(id).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        var isSaved = ModelState.IsValid && await TrySaveAsync(d => d with
        {
            StartAt = view.FromLocalInput(Input.StartAt),
            ExpiresAt = view.FromLocalInput(Input.ExpiresAt),
            RatePerSecond = Input.RatePerSecond,
        }).ConfigureAwait(false);
        return isSaved ? GoOn() : Page();
    }

    private DateTime? Local(DateTimeOffset? at) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, view.Zone).DateTime : null;
}

/// <summary>The fourth step's form, by the pages' clock.</summary>
public sealed class TimingStepForm
{
    public DateTime? StartAt { get; set; }

    public DateTime? ExpiresAt { get; set; }

    public int? RatePerSecond { get; set; }
}
