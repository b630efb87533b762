using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts;

/// <summary>One broadcast: how far it is, what has become of its messages, and what can be done about it.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Default)]
public sealed class DetailModel(IBroadcastAppService broadcasts, IMessageTemplateAppService templates, IAppCredentialAppService apps) : DashboardPage
{
    public BroadcastDto Broadcast { get; private set; } = null!;

    /// <summary>Its template; null when it is gone.</summary>
    public MessageTemplateDto? Template { get; private set; }

    /// <summary>The app that sends it; null when it is gone.</summary>
    public string? AppName { get; private set; }

    public BroadcastFacts Facts => new(Broadcast, AppName, Template?.Id);

    public Task OnGetAsync(Guid id) => LoadAsync(id);

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public Task<IActionResult> OnPostPauseAsync(Guid id) => SteerAsync(id, () => broadcasts.PauseAsync(id, Aborted), "Broadcasts.IsPaused");

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public Task<IActionResult> OnPostResumeAsync(Guid id) => SteerAsync(id, () => broadcasts.ResumeAsync(id, Aborted), "Broadcasts.IsResumed");

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public Task<IActionResult> OnPostCancelAsync(Guid id) => SteerAsync(id, () => broadcasts.CancelAsync(id, Aborted), "Broadcasts.IsCancelled");

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid id)
    {
        if (await TryAsync(() => broadcasts.DeleteAsync(id, Aborted), "").ConfigureAwait(false))
        {
            return Done(Texts["Broadcasts.IsDeleted"], "/Broadcasts/Index", new { id = (Guid?)null });
        }

        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    private async Task<IActionResult> SteerAsync(Guid id, Func<Task> work, string done)
    {
        if (await TryAsync(work, "").ConfigureAwait(false))
        {
            return Done(Texts[done], values: new { id });
        }

        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    private async Task LoadAsync(Guid id)
    {
        Broadcast = await broadcasts.GetAsync(id, Aborted).ConfigureAwait(false);
        Template = (await templates.ListAsync(Broadcast.AppCredentialId, Aborted).ConfigureAwait(false)).FirstOrDefault(t => t.Name == Broadcast.Template);
        AppName = (await apps.ListAsync(Aborted).ConfigureAwait(false)).FirstOrDefault(a => a.Id == Broadcast.AppCredentialId)?.Name;
    }
}
