using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

[DashboardPermission(WeChatNotificationsPermissions.Templates.Default)]
public sealed class RemoteModel(IRemoteTemplateAppService remotes, IAppCredentialAppService apps) : DashboardPage
{
    private IReadOnlyList<AppCredentialDto> _apps = [];

    [BindProperty]
    public AdoptForm Input { get; set; } = new();

    public Guid AppCredentialId { get; private set; }

    public IReadOnlyList<RemoteTemplateDto> Rows { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Apps => [.. _apps.Select(a => new SelectListItem(a.Name, a.Id.ToString(), a.Id == AppCredentialId))];

    /// <summary>What was refused about the template that was to be adopted.</summary>
    public IReadOnlyList<string> AdoptErrors { get; private set; } = [];

    public Task OnGetAsync(Guid? appCredentialId) => LoadAsync(appCredentialId);

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostSyncAsync(Guid? appCredentialId, bool force)
    {
        TemplateSyncResultDto? result = null;
        await LoadAsync(appCredentialId).ConfigureAwait(false);
        if (!await TryAsync(async () => result = await remotes.SyncAsync(new() { AppCredentialId = AppCredentialId, Force = force }, Aborted).ConfigureAwait(false)).ConfigureAwait(false))
        {
            return Page();
        }

        var said = result!.AskedWeChat
            ? Texts["Templates.Synced", ("added", result.Added), ("changed", result.Changed), ("removed", result.Removed)]
            : Texts["Templates.SyncedBefore"];
        return Done(said, "/Templates/Remote", new { appCredentialId = AppCredentialId });
    }

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostAdoptAsync(Guid? appCredentialId)
    {
        MessageTemplateDto? made = null;
        if (!await TryAsync(async () => made = await remotes.AdoptAsync(Input.RemoteId, new() { Name = Input.Name }, Aborted).ConfigureAwait(false)).ConfigureAwait(false))
        {
            AdoptErrors = [.. ModelState.Where(e => e.Key.Length > 0).SelectMany(e => e.Value!.Errors).Select(e => e.ErrorMessage)];
            await LoadAsync(appCredentialId).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Templates.Adopted"], "/Templates/Edit", new { id = made!.Id });
    }

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid? appCredentialId)
    {
        if (!await TryAsync(() => remotes.DeleteAsync(Input.RemoteId, Aborted)).ConfigureAwait(false))
        {
            await LoadAsync(appCredentialId).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Templates.RemoteDeleted"], "/Templates/Remote", new { appCredentialId });
    }

    private async Task LoadAsync(Guid? appCredentialId)
    {
        _apps = await apps.ListAsync(Aborted).ConfigureAwait(false);
        AppCredentialId = appCredentialId ?? (_apps.Count > 0 ? _apps[0].Id : Guid.Empty);
        Rows = AppCredentialId == Guid.Empty ? [] : await remotes.ListAsync(AppCredentialId, Aborted).ConfigureAwait(false);
    }
}

/// <summary>What is to be done with one template of WeChat's.</summary>
public sealed class AdoptForm
{
    public Guid RemoteId { get; set; }

    public string? Name { get; set; }
}
