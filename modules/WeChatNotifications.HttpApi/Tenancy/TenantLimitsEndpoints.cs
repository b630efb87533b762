using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.Permissions;
using WeChatNotifications.Tenancy;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Tenants;

namespace WeChatNotifications.HttpApi.Tenancy;

internal static class TenantLimitsEndpoints
{
    /// <summary>What a tenant sees of its own limits.</summary>
    public static void MapOwnLimits(this RouteGroupBuilder group)
        => group.MapGet("/", async (ITenantLimitsAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetOwnAsync(cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(WeChatNotificationsPermissions.Deliveries.Default)
            .WithName("WeChatNotifications.GetOwnLimits")
            .WithSummary("Show the caller's own limits and what is used of them today")
            .Answers<TenantLimitsDto>();

    /// <summary>What the host sets for its tenants.</summary>
    public static void MapTenantLimits(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:guid}/limits", async (Guid id, ITenantLimitsAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetTenantLimits")
            .WithSummary("Show a tenant's limits and what it has used of them today")
            .WithDescription("For callers without a tenant. Any id is accepted: the module does not know which tenants the host has.")
            .Answers<TenantLimitsDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapPut("/{id:guid}/limits", async (
                Guid id, JsonBody<SetTenantLimitsDto> body, ITenantLimitsAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.SetAsync(id, body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.SetTenantLimits")
            .WithSummary("Set a tenant's limits")
            .WithDescription("Replaces all of them; null is no limit. For callers without a tenant.")
            .TakesJson<SetTenantLimitsDto>()
            .Answers<TenantLimitsDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }
}
