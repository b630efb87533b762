using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Deliveries;

/// <summary>What became of one message.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Deliveries.Default)]
public sealed class DetailModel(IDeliveryAppService deliveries, IAppCredentialAppService credentials) : DashboardPage
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public DeliveryDetailDto Delivery { get; private set; } = null!;

    public DeliveryWireDto Wire { get; private set; } = null!;

    public AppChoices Apps { get; private set; } = null!;

    /// <summary>The request's body, with line breaks for people.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Whether it may yet change by itself.</summary>
    public bool IsMoving => Delivery.Status is DeliveryStatus.Pending or DeliveryStatus.Sending;

    public bool IsRetryable => Delivery.Status is DeliveryStatus.Failed or DeliveryStatus.Skipped or DeliveryStatus.Unconfirmed or DeliveryStatus.Refused or DeliveryStatus.Cancelled
        && Delivery.Reason != DeliveryReason.InvalidData;

    public bool IsCancellable => Delivery.Status is DeliveryStatus.Pending or DeliveryStatus.Unconfirmed;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Deliveries.Manage)]
    public Task<IActionResult> OnPostRetryAsync(Guid id) => ChangeAsync(id, "Deliveries.Retried", () => deliveries.RetryAsync(id, Aborted));

    [DashboardPermission(WeChatNotificationsPermissions.Deliveries.Manage)]
    public Task<IActionResult> OnPostCancelAsync(Guid id) => ChangeAsync(id, "Deliveries.Cancelled", () => deliveries.CancelAsync(id, Aborted));

    private async Task<IActionResult> ChangeAsync(Guid id, string done, Func<Task> change)
    {
        if (await TryAsync(change, prefix: "").ConfigureAwait(false))
        {
            return Done(Texts[done], "/Deliveries/Detail", new { id });
        }

        // There is no field to put a broken rule beside.
        foreach (var (key, entry) in ModelState.Where(e => e.Key.Length > 0 && e.Value!.Errors.Count > 0).ToList())
        {
            ModelState.AddModelError("", string.Join(' ', entry!.Errors.Select(e => e.ErrorMessage)));
            ModelState.Remove(key);
        }

        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    private async Task LoadAsync(Guid id)
    {
        Delivery = await deliveries.GetAsync(id, Aborted).ConfigureAwait(false);
        Wire = await deliveries.GetWireAsync(id, Aborted).ConfigureAwait(false);
        Apps = await AppChoices.LoadAsync(credentials, Aborted).ConfigureAwait(false);
        using var body = JsonDocument.Parse(Wire.Body);
        Body = JsonSerializer.Serialize(body.RootElement, Indented);
    }
}
