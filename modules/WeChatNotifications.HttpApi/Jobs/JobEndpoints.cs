using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.Jobs;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Jobs;

namespace WeChatNotifications.HttpApi.Jobs;

internal static class JobEndpoints
{
    public static void MapJobs(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (IJobAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListJobs")
            .WithSummary("List background jobs")
            .WithDescription("When each was last done, by which node, with what result, and when it is due again. For the host's own people only.")
            .Answers<IReadOnlyList<JobDto>>();

        group.MapPost("/{name}/run", async (string name, IJobAppService service, CancellationToken cancellationToken)
                => ApiResult.Accepted(await service.RunAsync(name, cancellationToken).ConfigureAwait(false), location: null))
            .RequireAuthorization(Needs.Run)
            .WithName("WeChatNotifications.RunJob")
            .WithSummary("Run a job now")
            .WithDescription("Some node of the cluster begins within some two seconds, or when the present run is over. For the host's own people only.")
            .Answers<IReadOnlyList<JobDto>>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status404NotFound);
    }
}
