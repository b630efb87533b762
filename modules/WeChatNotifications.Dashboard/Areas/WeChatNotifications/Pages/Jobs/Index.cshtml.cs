using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Jobs;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Jobs;

/// <summary>The background jobs of the whole host. The permission belongs to the host's own people: whoever belongs to a tenant does not hold it.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Jobs.Default)]
public sealed class IndexModel(IJobAppService jobs) : DashboardPage
{
    public IReadOnlyList<JobDto> Jobs { get; private set; } = [];

    public async Task OnGetAsync() => Jobs = await jobs.ListAsync(Aborted).ConfigureAwait(false);

    [DashboardPermission(WeChatNotificationsPermissions.Jobs.Run)]
    public async Task<IActionResult> OnPostRunAsync(string name)
    {
        var asked = await jobs.RunAsync(name ?? "", Aborted).ConfigureAwait(false);
        return Done(Texts["Jobs.Requested", ("job", asked.Count > 0 ? asked[0].Description : name)]);
    }
}
