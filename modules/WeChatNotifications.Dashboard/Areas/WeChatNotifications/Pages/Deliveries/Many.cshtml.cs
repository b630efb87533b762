using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Deliveries;

/// <summary>Says how many deliveries the filters let through, before all of them are retried or cancelled.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Deliveries.Manage)]
public sealed class ManyModel(IDeliveryAppService deliveries, IAppCredentialAppService credentials, DashboardView view) : DeliveryFilterPage(credentials, view)
{
    public DeliveryCountsDto Counts { get; private set; } = new(0, 0, 0, 0);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid || FilterValues.Count == 0)
        {
            // Everything is hardly meant; and a filter that cannot be read is mended in the list.
            return RedirectToPage("/Deliveries/Index");
        }

        await LoadAsync().ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Deliveries.Manage)]
    public Task<IActionResult> OnPostRetryAsync() => ChangeAsync("Deliveries.ManyRetried", query => deliveries.RetryManyAsync(query, Aborted));

    [DashboardPermission(WeChatNotificationsPermissions.Deliveries.Manage)]
    public Task<IActionResult> OnPostCancelAsync() => ChangeAsync("Deliveries.ManyCancelled", query => deliveries.CancelManyAsync(query, Aborted));

    private async Task<IActionResult> ChangeAsync(string done, Func<DeliveryQueryDto, Task<DeliveriesChangedDto>> change)
    {
        DeliveriesChangedDto? result = null;
        if (!ModelState.IsValid || !await TryAsync(async () => result = await change(Query).ConfigureAwait(false), prefix: "").ConfigureAwait(false))
        {
            await LoadAsync().ConfigureAwait(false);
            return Page();
        }

        var message = Texts[done, ("changed", DashboardView.Number(result!.Changed)), ("notPossible", DashboardView.Number(result.NotPossible))];
        return result.HasMore
            ? Done(message + " " + Texts["Deliveries.ManyMore"], "/Deliveries/Many", FilterValues)
            : Done(message, "/Deliveries/Index", FilterValues);
    }

    private async Task LoadAsync()
    {
        await LoadChoicesAsync().ConfigureAwait(false);
        await TryAsync(async () => Counts = await deliveries.CountAsync(Query, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false);
    }
}
