using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Schedules;

/// <summary>Recurring broadcasts, newest first.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Default)]
public sealed class IndexModel(IBroadcastScheduleAppService schedules) : DashboardPage
{
    private const int PageSize = 25;

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public CursorPage<BroadcastScheduleDto> Rows { get; private set; } = new([], null);

    public Pager Pager => new(Rows.Next, string.IsNullOrEmpty(After));

    public Task OnGetAsync() => LoadAsync();

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public async Task<IActionResult> OnPostRunAsync(Guid id)
    {
        BroadcastDto? made = null;
        return await TryItAsync(async () => made = await schedules.RunAsync(id, Aborted).ConfigureAwait(false)).ConfigureAwait(false)
            ? Done(Texts["Broadcasts.IsStarted"], "/Broadcasts/Detail", new { id = made!.Id })
            : Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public Task<IActionResult> OnPostEnableAsync(Guid id) => SwitchAsync(id, isEnabled: true, "Broadcasts.IsEnabled");

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public Task<IActionResult> OnPostDisableAsync(Guid id) => SwitchAsync(id, isEnabled: false, "Broadcasts.IsDisabled");

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid id)
        => await TryItAsync(() => schedules.DeleteAsync(id, Aborted)).ConfigureAwait(false) ? Done(Texts["Broadcasts.ScheduleDeleted"]) : Page();

    private async Task<IActionResult> SwitchAsync(Guid id, bool isEnabled, string done)
    {
        var schedule = await schedules.GetAsync(id, Aborted).ConfigureAwait(false);
        return await TryItAsync(() => schedules.UpdateAsync(id, schedule.ToInput() with { IsEnabled = isEnabled }, Aborted)).ConfigureAwait(false) ? Done(Texts[done]) : Page();
    }

    /// <summary>There is no field here that a broken rule could stand beside.</summary>
    private async Task<bool> TryItAsync(Func<Task> work)
    {
        if (await TryAsync(work, "").ConfigureAwait(false))
        {
            return true;
        }

        MessageErrors.MoveAll(ModelState, "", [.. ModelState.Keys.Where(k => k.Length > 0)]);
        await LoadAsync().ConfigureAwait(false);
        return false;
    }

    private async Task LoadAsync()
        => await TryAsync(async () => Rows = await schedules.ListAsync(new() { PageSize = PageSize, Cursor = After }, Aborted).ConfigureAwait(false), "").ConfigureAwait(false);
}
