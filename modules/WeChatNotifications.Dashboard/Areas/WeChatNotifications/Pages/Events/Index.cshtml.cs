using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Events;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Events;

/// <summary>The host's events, and which messages they cause.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Events.Default)]
public sealed class IndexModel(IEventMappingAppService mappings) : DashboardPage
{
    public IReadOnlyList<EventTypeDto> Events { get; private set; } = [];

    public IReadOnlyList<EventMappingDto> Mappings { get; private set; } = [];

    public Task OnGetAsync() => LoadAsync();

    /// <summary>Puts a mapping to work, or stops it.</summary>
    /// <param name="id">The mapping.</param>
    /// <param name="isEnabled">Whether it shall be at work.</param>
    /// <param name="stamp">What the user saw: what somebody else has changed meanwhile stays.</param>
    [DashboardPermission(WeChatNotificationsPermissions.Events.Manage)]
    public async Task<IActionResult> OnPostSwitchAsync(Guid id, bool isEnabled, Guid? stamp)
    {
        var form = MappingForm.Of(await mappings.GetAsync(id, Aborted).ConfigureAwait(false));
        (form.IsEnabled, form.ConcurrencyStamp) = (isEnabled, stamp);
        var everything = new MappingRows([.. Enumerable.Range(0, form.Fields.Count)], [.. Enumerable.Range(0, form.Conditions.Count)]);
        if (!await TryAsync(() => mappings.UpdateAsync(id, form.ToDto(everything), Aborted)).ConfigureAwait(false))
        {
            // There is no form here whose fields could be marked.
            var reasons = string.Join(' ', ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage));
            ModelState.Clear();
            ModelState.AddModelError("", Texts["Events.NotSwitched", ("name", form.Name), ("reason", reasons)]);
            await LoadAsync().ConfigureAwait(false);
            return Page();
        }

        return Done(Texts[isEnabled ? "Events.SwitchedOn" : "Events.SwitchedOff", ("name", form.Name)]);
    }

    [DashboardPermission(WeChatNotificationsPermissions.Events.Manage)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid id)
    {
        var name = (await mappings.GetAsync(id, Aborted).ConfigureAwait(false)).Name;
        await mappings.DeleteAsync(id, Aborted).ConfigureAwait(false);
        return Done(Texts["Events.Deleted", ("name", name)]);
    }

    private async Task LoadAsync()
    {
        Events = await mappings.ListEventsAsync(Aborted).ConfigureAwait(false);
        Mappings = await mappings.ListAsync(eventName: null, Aborted).ConfigureAwait(false);
    }
}
