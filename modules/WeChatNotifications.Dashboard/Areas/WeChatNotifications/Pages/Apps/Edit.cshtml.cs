using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Apps;

[DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
public sealed class EditModel(IAppCredentialAppService apps) : AppFormPage
{
    public async Task OnGetAsync(Guid id)
    {
        var app = await LoadAsync(id).ConfigureAwait(false);
        Input = new()
        {
            AppId = app.AppId,
            Kind = app.Kind,
            Name = app.Name,
            TokenMode = app.TokenMode,
            SendsPerSecond = app.SendsPerSecond?.ToString(CultureInfo.InvariantCulture),
            MaxConcurrency = app.MaxConcurrency?.ToString(CultureInfo.InvariantCulture),
            UnconfirmedPolicy = app.UnconfirmedPolicy,
            Culture = app.Culture,
            TimeZone = app.TimeZone,
            LinkedAppId = app.LinkedAppId,
            IsEnabled = app.IsEnabled,
            ConcurrencyStamp = app.ConcurrencyStamp,
        };
    }

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        await LoadAsync(id).ConfigureAwait(false);
        var (rate, concurrency) = (NumberOf(Input.SendsPerSecond, nameof(Input.SendsPerSecond)), NumberOf(Input.MaxConcurrency, nameof(Input.MaxConcurrency)));
        if (!ModelState.IsValid || !await TryAsync(() => apps.UpdateAsync(
            id,
            new()
            {
                Secret = Given(Input.Secret),
                Name = Input.Name,
                TokenMode = Input.TokenMode,
                SendsPerSecond = rate,
                MaxConcurrency = concurrency,
                UnconfirmedPolicy = Input.UnconfirmedPolicy,
                Culture = Input.Culture,
                TimeZone = Input.TimeZone,
                LinkedAppId = Given(Input.LinkedAppId),
                IsEnabled = Input.IsEnabled,
                ConcurrencyStamp = Input.ConcurrencyStamp,
            },
            Aborted)).ConfigureAwait(false))
        {
            return Page();
        }

        return Done(Texts["Apps.Saved"], "/Apps/Detail", new { id });
    }

    private async Task<AppCredentialDto> LoadAsync(Guid id)
    {
        var app = await apps.GetAsync(id, Aborted).ConfigureAwait(false);
        SecretHint = app.SecretHint;
        (Input.AppId, Input.Kind) = (app.AppId, app.Kind);
        return app;
    }
}
