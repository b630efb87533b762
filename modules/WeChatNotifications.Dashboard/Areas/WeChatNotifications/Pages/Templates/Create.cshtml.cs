using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

[DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
public sealed class CreateModel(IMessageTemplateAppService templates, IAppCredentialAppService apps) : TemplateEditorPage(templates, apps)
{
    public async Task OnGetAsync(Guid? appCredentialId)
    {
        Input.AppCredentialId = appCredentialId ?? Guid.Empty;
        await LoadAsync(id: null).ConfigureAwait(false);
    }

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostAsync()
    {
        Tidy();
        var created = Guid.Empty;
        if (!await TryAsync(async () => created = (await Templates.CreateAsync(Input.ToDto(weapp: null), Aborted).ConfigureAwait(false)).Id).ConfigureAwait(false))
        {
            await LoadAsync(id: null).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Templates.Created"], "/Templates/Edit", new { id = created });
    }

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostPreviewAsync()
    {
        Tidy();
        await LoadAsync(id: null).ConfigureAwait(false);
        return Page();
    }
}
