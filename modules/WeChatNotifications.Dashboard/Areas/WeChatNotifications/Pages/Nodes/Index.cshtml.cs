using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Nodes;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Nodes;

/// <summary>The processes of the whole host. The permission belongs to the host's own people: whoever belongs to a tenant does not hold it.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Nodes.Default)]
public sealed class IndexModel(INodeAppService nodes) : DashboardPage
{
    public IReadOnlyList<NodeDto> Nodes { get; private set; } = [];

    /// <summary>The colour of a state.</summary>
    public static string Badge(NodeState state) => state switch
    {
        NodeState.Alive => "good",
        NodeState.Lost => "bad",
        _ => "neutral",
    };

    public async Task OnGetAsync() => Nodes = await nodes.ListAsync(Aborted).ConfigureAwait(false);
}
