using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;
using WeChatNotifications.HttpApi.Deliveries;
using WeChatNotifications.Permissions;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Dashboard.Pages.Deliveries;

[DashboardPermission(WeChatNotificationsPermissions.Deliveries.Default)]
public sealed class IndexModel(IDeliveryAppService deliveries, IAppCredentialAppService credentials, DashboardView view) : DeliveryFilterPage(credentials, view)
{
    private const int PageSize = 50;

    /// <summary>Whatever somebody has at hand: an openid, a user id, a dedup key, WeChat's message id, or a delivery's own.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public CursorPage<DeliveryDto> Rows { get; private set; } = new([], Next: null);

    /// <summary>Whether the quick search found nothing.</summary>
    public bool IsNotFound { get; private set; }

    /// <summary>Whether one of the filters is set that are seldom used.</summary>
    public bool HasRareFilter => FilterValues.Keys.Any(k => k is nameof(Reason) or nameof(ErrorCode) or nameof(OpenId) or nameof(UserId) or nameof(DedupKey) or nameof(WeChatMessageId) or nameof(BroadcastId));

    public async Task<IActionResult> OnGetAsync()
    {
        await LoadChoicesAsync().ConfigureAwait(false);
        if (!string.IsNullOrWhiteSpace(Q))
        {
            if (await FindAsync(Q.Trim()).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            IsNotFound = true;
            return Page();
        }

        if (ModelState.IsValid)
        {
            await TryAsync(async () => Rows = await deliveries.ListAsync(Query with { PageSize = PageSize, Cursor = After }, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false);
        }

        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync()
    {
        if (!ModelState.IsValid)
        {
            return RedirectToPage();
        }

        await DeliveryExport.WriteAsync(HttpContext, deliveries, Query, Aborted).ConfigureAwait(false);
        return new EmptyResult();
    }

    /// <summary>Each of the questions is one look into an index; the first that has an answer is meant.</summary>
    private async Task<IActionResult?> FindAsync(string text)
    {
        if (Guid.TryParse(text, out var id))
        {
            if (await ExistsAsync(id).ConfigureAwait(false))
            {
                return RedirectToPage("/Deliveries/Detail", new { id });
            }

            if (await AnyAsync(new() { BroadcastId = id }).ConfigureAwait(false))
            {
                return RedirectToPage(new { broadcastId = id });
            }
        }

        if (await AnyAsync(new() { OpenId = text }).ConfigureAwait(false))
        {
            return RedirectToPage(new { openId = text });
        }

        if (await AnyAsync(new() { UserId = text }).ConfigureAwait(false))
        {
            return RedirectToPage(new { userId = text });
        }

        if (await AnyAsync(new() { DedupKey = text }).ConfigureAwait(false))
        {
            return RedirectToPage(new { dedupKey = text });
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var message) && await AnyAsync(new() { WeChatMessageId = message }).ConfigureAwait(false)
            ? RedirectToPage(new { weChatMessageId = message })
            : null;
    }

    private async Task<bool> AnyAsync(DeliveryQueryDto query)
    {
        try
        {
            return (await deliveries.ListAsync(query with { PageSize = 1 }, Aborted).ConfigureAwait(false)).Items.Count > 0;
        }
        catch (RuleViolationException)
        {
            // Longer than any of that kind.
            return false;
        }
    }

    private async Task<bool> ExistsAsync(Guid id)
    {
        try
        {
            await deliveries.GetAsync(id, Aborted).ConfigureAwait(false);
            return true;
        }
        catch (EntityNotFoundException)
        {
            return false;
        }
    }
}
