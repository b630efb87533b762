using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

[DashboardPermission(WeChatNotificationsPermissions.Templates.Default)]
public sealed class IndexModel(IMessageTemplateAppService templates, IAppCredentialAppService apps) : DashboardPage
{
    private IReadOnlyList<AppCredentialDto> _apps = [];

    /// <summary>The app whose templates are shown; null for all.</summary>
    public Guid? AppCredentialId { get; private set; }

    public IReadOnlyList<MessageTemplateDto> Rows { get; private set; } = [];

    public bool HasApps => _apps.Count > 0;

    public IReadOnlyList<SelectListItem> Apps => [new(Texts["Form.All"], ""), .. _apps.Select(a => new SelectListItem(a.Name, a.Id.ToString(), a.Id == AppCredentialId))];

    public async Task OnGetAsync(Guid? appCredentialId)
    {
        AppCredentialId = appCredentialId;
        _apps = await apps.ListAsync(Aborted).ConfigureAwait(false);
        Rows = await templates.ListAsync(appCredentialId, Aborted).ConfigureAwait(false);
    }

    public string AppNameOf(MessageTemplateDto template) => _apps.FirstOrDefault(a => a.Id == template.AppCredentialId)?.Name ?? "–";

    /// <summary>The name of the template that takes over; null for none, and for one that the filter leaves out.</summary>
    public string? FallbackOf(MessageTemplateDto template) => Rows.FirstOrDefault(t => t.Id == template.FallbackTemplateId)?.Name;
}
