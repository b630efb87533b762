using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Wizard;

/// <summary>Last step: once more in short, and go. Who may start broadcasts but not draft them sees only this one.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage, WeChatNotificationsPermissions.Broadcasts.Send)]
public sealed class ConfirmModel(IBroadcastAppService broadcasts, IAppCredentialAppService apps) : WizardPage(broadcasts)
{
    public BroadcastDryRunDto Trial { get; private set; } = null!;

    /// <summary>What stands against starting it.</summary>
    public IReadOnlyList<FieldViolationDto> Problems { get; private set; } = [];

    /// <summary>The app that sends it; null when it is gone.</summary>
    public string? AppName { get; private set; }

    /// <summary>Whether it begins by itself some time after it was started.</summary>
    public bool IsLater => Broadcast!.StartAt > Time.GetUtcNow();

    protected override WizardStep Step => WizardStep.Confirm;

    public async Task<IActionResult> OnGetAsync(Guid id) => await FindDraftAsync(id).ConfigureAwait(false) ?? await ShowAsync().ConfigureAwait(false);

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public async Task<IActionResult> OnPostStartAsync(Guid id)
    {
        if (await FindDraftAsync(id).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        if (Stamp is { } seen && seen != Broadcast!.ConcurrencyStamp)
        {
            ModelState.Clear();
            ModelState.AddModelError("", Texts["Broadcasts.ChangedMeanwhile"]);
            return await ShowAsync().ConfigureAwait(false);
        }

        BroadcastDto? started = null;
        if (await TryAsync(async () => started = await Service.StartAsync(id, Aborted).ConfigureAwait(false), "").ConfigureAwait(false))
        {
            return Done(Texts[started!.Status == BroadcastStatus.Scheduled ? "Broadcasts.IsScheduled" : "Broadcasts.IsStarted"], "/Broadcasts/Detail", new { id });
        }

        // Their fields are on other steps.
        var broken = ModelState.Where(e => e.Key.Length > 0).SelectMany(e => e.Value!.Errors.Select(error => new FieldViolationDto(e.Key, "", error.ErrorMessage))).ToList();
        foreach (var key in broken.Select(b => b.Field).Distinct(StringComparer.Ordinal).ToList())
        {
            ModelState.Remove(key);
        }

        return await ShowAsync(broken).ConfigureAwait(false);
    }

    private async Task<IActionResult> ShowAsync(IReadOnlyList<FieldViolationDto>? broken = null)
    {
        Trial = await Service.DryRunAsync(Broadcast!.Id, Aborted).ConfigureAwait(false);
        Problems = broken ?? Trial.Violations;
        Stamp = Broadcast.ConcurrencyStamp;
        AppName = (await apps.ListAsync(Aborted).ConfigureAwait(false)).FirstOrDefault(a => a.Id == Broadcast.AppCredentialId)?.Name;
        return Page();
    }
}
