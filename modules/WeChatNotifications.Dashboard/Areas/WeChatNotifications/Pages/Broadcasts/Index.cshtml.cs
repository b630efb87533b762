using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts;

/// <summary>All broadcasts, newest first.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Default)]
public sealed class IndexModel(IBroadcastAppService broadcasts) : DashboardPage
{
    private const int PageSize = 25;

    /// <summary>Only in this state; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public BroadcastStatus? State { get; set; }

    /// <summary>Only those whose name contains this.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Name { get; set; }

    /// <summary>Only those that one recurring broadcast has made.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? ScheduleId { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public CursorPage<BroadcastDto> Rows { get; private set; } = new([], null);

    public Pager Pager => new(Rows.Next, string.IsNullOrEmpty(After));

    public bool IsFiltered => State is not null || ScheduleId is not null || !string.IsNullOrEmpty(Name);

    public IReadOnlyList<SelectListItem> States =>
        [new(Texts["Form.All"], ""), .. Enum.GetValues<BroadcastStatus>().Select(s => new SelectListItem(Texts["Broadcasts.State" + s], s.ToString()))];

    /// <summary>Whether anything on the page changes by itself.</summary>
    public bool IsLive => Rows.Items.Any(b => b.IsGoing());

    public async Task OnGetAsync()
        => await TryAsync(async () => Rows = await broadcasts.ListAsync(new() { Statuses = State is { } state ? [state] : null, Name = Name, ScheduleId = ScheduleId, PageSize = PageSize, Cursor = After }, Aborted).ConfigureAwait(false), "").ConfigureAwait(false);
}
