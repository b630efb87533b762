using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Apps;

[DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
public sealed class CreateModel(IAppCredentialAppService apps) : AppFormPage
{
    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostAsync()
    {
        var (rate, concurrency) = (NumberOf(Input.SendsPerSecond, nameof(Input.SendsPerSecond)), NumberOf(Input.MaxConcurrency, nameof(Input.MaxConcurrency)));
        var created = Guid.Empty;
        if (!ModelState.IsValid || !await TryAsync(async () => created = (await apps.CreateAsync(
            new()
            {
                AppId = Input.AppId,
                Kind = Input.Kind,
                Secret = Input.Secret,
                Name = Input.Name,
                TokenMode = Input.TokenMode,
                SendsPerSecond = rate,
                MaxConcurrency = concurrency,
                UnconfirmedPolicy = Input.UnconfirmedPolicy,
                Culture = Input.Culture,
                TimeZone = Input.TimeZone,
                LinkedAppId = Given(Input.LinkedAppId),
                IsEnabled = Input.IsEnabled,
            },
            Aborted).ConfigureAwait(false)).Id).ConfigureAwait(false))
        {
            return Page();
        }

        return Done(Texts["Apps.Created"], "/Apps/Detail", new { id = created });
    }
}
