using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Apps;

[DashboardPermission(WeChatNotificationsPermissions.Credentials.Default)]
public sealed class CallbacksModel(IAppCredentialAppService apps, IAppCallbackAppService callbacks) : DashboardPage
{
    [BindProperty]
    public CallbacksForm Input { get; set; } = new();

    public AppCredentialDto App { get; private set; } = null!;

    public AppCallbacksDto Callbacks { get; private set; } = null!;

    /// <summary>New keys; shown in the answer that made them and never again, so that they are in no cookie and no log.</summary>
    public GeneratedCallbacksDto? Generated { get; private set; }

    public IReadOnlyList<SelectListItem> Modes => Choices.Of<CallbackMode>(m => ModuleTexts.Get("CallbackMode:" + m));

    /// <summary>The address that is entered at WeChat.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Whether the address is one that WeChat may reach: WeChat takes no other.</summary>
    public bool IsReachable { get; private set; }

    public async Task OnGetAsync(Guid id)
    {
        await LoadAsync(id).ConfigureAwait(false);
        Input.Mode = Callbacks.Mode ?? CallbackMode.Secure;
    }

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostGenerateAsync(Guid id)
    {
        await TryAsync(async () => Generated = await callbacks.GenerateAsync(
            id, new() { Mode = Input.Mode, KeepToken = Input.KeepToken, KeepPreviousKey = Input.KeepPreviousKey }, Aborted).ConfigureAwait(false)).ConfigureAwait(false);
        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostSaveAsync(Guid id)
    {
        if (!ModelState.IsValid || !await TryAsync(() => callbacks.SaveAsync(
            id,
            new() { Mode = Input.Mode, Token = Given(Input.Token), EncodingAesKey = Given(Input.EncodingAesKey), KeepPreviousKey = Input.KeepPreviousKey },
            Aborted)).ConfigureAwait(false))
        {
            await LoadAsync(id).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Apps.CallbacksSaved"], "/Apps/Callbacks", new { id });
    }

    [DashboardPermission(WeChatNotificationsPermissions.Credentials.Manage)]
    public async Task<IActionResult> OnPostRemoveAsync(Guid id)
    {
        if (!await TryAsync(() => callbacks.RemoveAsync(id, Aborted)).ConfigureAwait(false))
        {
            await LoadAsync(id).ConfigureAwait(false);
            return Page();
        }

        return Done(Texts["Apps.CallbacksRemoved"], "/Apps/Callbacks", new { id });
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private async Task LoadAsync(Guid id)
    {
        App = await apps.GetAsync(id, Aborted).ConfigureAwait(false);
        Callbacks = await callbacks.GetAsync(id, Aborted).ConfigureAwait(false);
        var host = Options.PublicAddress?.ToString().TrimEnd('/') ?? $"{Request.Scheme}://{Request.Host}{Request.PathBase}";
        IsReachable = !(Options.PublicAddress?.IsLoopback ?? IsOwnMachine(Request.Host.Host));
        Address = $"{host}{Options.ApiPrefix}/callback/{App.AppId}";
    }

    private static bool IsOwnMachine(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}

/// <summary>Message push as its forms send it.</summary>
public sealed class CallbacksForm
{
    public CallbackMode Mode { get; set; } = CallbackMode.Secure;

    /// <summary>Never sent back to the browser.</summary>
    public string? Token { get; set; }

    /// <summary>Never sent back to the browser.</summary>
    public string? EncodingAesKey { get; set; }

    public bool KeepToken { get; set; }

    public bool KeepPreviousKey { get; set; } = true;
}
