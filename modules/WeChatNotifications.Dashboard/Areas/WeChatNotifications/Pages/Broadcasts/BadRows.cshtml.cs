using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts;

/// <summary>The rows of a list that could not be used.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Default)]
public sealed class BadRowsModel(IBroadcastAppService broadcasts) : DashboardPage
{
    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public BroadcastDto Broadcast { get; private set; } = null!;

    public CursorPage<BroadcastBadRowDto> Rows { get; private set; } = new([], null);

    public Pager Pager => new(Rows.Next, string.IsNullOrEmpty(After));

    public async Task OnGetAsync(Guid id)
    {
        Broadcast = await broadcasts.GetAsync(id, Aborted).ConfigureAwait(false);
        await TryAsync(async () => Rows = await broadcasts.GetBadRowsAsync(id, new() { Cursor = After }, Aborted).ConfigureAwait(false), "").ConfigureAwait(false);
    }
}
