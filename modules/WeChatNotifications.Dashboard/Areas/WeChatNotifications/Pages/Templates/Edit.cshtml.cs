using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

[DashboardPermission(WeChatNotificationsPermissions.Templates.Default)]
public sealed class EditModel(IMessageTemplateAppService templates, IAppCredentialAppService apps) : TemplateEditorPage(templates, apps)
{
    public async Task OnGetAsync(Guid id)
    {
        Stored = await Templates.GetAsync(id, Aborted).ConfigureAwait(false);
        Input = TemplateForm.Of(Stored);
        await LoadAsync(id).ConfigureAwait(false);
    }

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        Tidy();
        Stored = await Templates.GetAsync(id, Aborted).ConfigureAwait(false);
        if (!await TryAsync(() => Templates.UpdateAsync(id, Input.ToDto(Stored.Weapp), Aborted)).ConfigureAwait(false))
        {
            await LoadAsync(id).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Templates.Saved"], "/Templates/Edit", new { id });
    }

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Default)]
    public async Task<IActionResult> OnPostPreviewAsync(Guid id)
    {
        Tidy();
        Stored = await Templates.GetAsync(id, Aborted).ConfigureAwait(false);
        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid id)
    {
        Stored = await Templates.GetAsync(id, Aborted).ConfigureAwait(false);
        if (!await TryAsync(() => Templates.DeleteAsync(id, Aborted)).ConfigureAwait(false))
        {
            Input = TemplateForm.Of(Stored);
            await LoadAsync(id).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Templates.Deleted"], "/Templates/Index", new { appCredentialId = Stored.AppCredentialId });
    }
}
