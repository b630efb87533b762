using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.Nodes;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Nodes;

namespace WeChatNotifications.HttpApi.Nodes;

internal static class NodeEndpoints
{
    public static void MapNodes(this RouteGroupBuilder group)
        => group.MapGet("/", async (INodeAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListNodes")
            .WithSummary("List nodes")
            .WithDescription("The processes that the module runs in: who is alive, what each holds and how fast it sends. One that stopped or was lost is listed for a day. For the host's own people only.")
            .Answers<IReadOnlyList<NodeDto>>();
}
