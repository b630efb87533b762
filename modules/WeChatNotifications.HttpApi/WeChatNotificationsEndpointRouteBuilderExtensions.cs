using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.HttpApi;
using WeChatNotifications.HttpApi.Auditing;
using WeChatNotifications.HttpApi.Broadcasts;
using WeChatNotifications.HttpApi.Callbacks;
using WeChatNotifications.HttpApi.Credentials;
using WeChatNotifications.HttpApi.Deliveries;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.HttpApi.Events;
using WeChatNotifications.HttpApi.Jobs;
using WeChatNotifications.HttpApi.MiniProgram;
using WeChatNotifications.HttpApi.Nodes;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Permissions;
using WeChatNotifications.HttpApi.Permits;
using WeChatNotifications.HttpApi.Recipients;
using WeChatNotifications.HttpApi.Sending;
using WeChatNotifications.HttpApi.Statistics;
using WeChatNotifications.HttpApi.Templates;
using WeChatNotifications.HttpApi.Tenancy;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts the module's HTTP API into a host.</summary>
public static class WeChatNotificationsEndpointRouteBuilderExtensions
{
    private const string MiniProgramPath = "/mini-program";
    private const string MiniProgramTag = "Mini program";

    /// <summary>
    /// Maps the API. Every endpoint demands the permission of its task as an authorization policy of the same name; the tenant is the
    /// ambient one, so the host's middleware must have set it before. Below <c>/mini-program</c> everybody may call: a session says who.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="prefix">Path of the API, without a slash at its end.</param>
    /// <returns>The group, for a host's own conventions such as CORS or rate limits.</returns>
    public static RouteGroupBuilder MapWeChatNotificationsHttpApi(
        this IEndpointRouteBuilder endpoints, string prefix = "/api/wechat-notifications")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var api = endpoints.MapApiGroup(prefix).RequireAuthorization();
        api.MapGroup("/credentials").WithTags("Credentials").MapCredentials();
        api.MapGroup("/templates").WithTags("Templates").MapTemplates();
        api.MapGroup("/grants").WithTags("Grants").MapGrants();
        api.MapGroup("/form-ids").WithTags("FormIds").MapFormIds();
        api.MapGroup("/permits").WithTags("Permits").MapPermitOverview();
        api.MapGroup("/notifications").WithTags("Notifications").MapNotifications();
        api.MapGroup("/deliveries").WithTags("Deliveries").MapDeliveries();
        api.MapGroup("/events").WithTags("Events").MapEventTypes();
        api.MapGroup("/event-mappings").WithTags("Events").MapEventMappings();
        api.MapGroup("/limits").WithTags("Tenants").MapOwnLimits();
        api.MapGroup("/tenants").WithTags("Tenants").MapTenantLimits();
        api.MapGroup("/audit").WithTags("Audit").MapAudit();
        api.MapGroup("/statistics").WithTags("Statistics").MapStatistics();
        api.MapGroup("/jobs").WithTags("Jobs").MapJobs();
        api.MapGroup("/nodes").WithTags("Nodes").MapNodes();
        api.MapGroup("/permissions").WithTags("Permissions").MapPermissions();
        api.MapGroup("/recipients").WithTags("Recipients").MapRecipients();
        api.MapGroup("/recipients/imports").WithTags("Recipients").MapFollowerImports();
        api.MapGroup("/broadcasts").WithTags("Broadcasts").MapBroadcasts();
        api.MapGroup("/broadcasts").WithTags("Broadcasts").MapBroadcastLists();
        api.MapGroup("/broadcast-schedules").WithTags("Broadcasts").MapBroadcastSchedules();
        api.MapGroup(MiniProgramPath).WithTags(MiniProgramTag).MapMiniProgram();
        endpoints.MapWeChatNotificationsCallbacks(prefix);
        return api;
    }

    /// <summary>
    /// Maps only what mini programs call, <c>{prefix}/mini-program</c>; <see cref="MapWeChatNotificationsHttpApi"/> does so too. Everybody may
    /// call: a session says who, and with it in which tenant. Needs <c>AddWeChatNotificationsMiniProgramApi</c>.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="prefix">Path of the API, without a slash at its end.</param>
    /// <returns>The group, for a host's own conventions such as CORS or rate limits.</returns>
    public static RouteGroupBuilder MapWeChatNotificationsMiniProgramApi(this IEndpointRouteBuilder endpoints, string prefix = "/api/wechat-notifications")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var miniProgram = endpoints.MapApiGroup(prefix + MiniProgramPath).WithTags(MiniProgramTag);
        miniProgram.MapMiniProgram();
        return miniProgram;
    }

    /// <summary>
    /// Maps only the address that WeChat pushes to, <c>{prefix}/callback/{appId}</c>; <see cref="MapWeChatNotificationsHttpApi"/> does so too.
    /// It answers everybody who can sign like WeChat, whoever else is logged in.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="prefix">Path of the API, without a slash at its end.</param>
    /// <returns>The group, for a host's own conventions such as rate limits.</returns>
    public static RouteGroupBuilder MapWeChatNotificationsCallbacks(this IEndpointRouteBuilder endpoints, string prefix = "/api/wechat-notifications")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var callbacks = endpoints.MapGroup(prefix + "/callback").ForWeChatOnly(endpoints.ServiceProvider);
        callbacks.MapCallback();
        return callbacks;
    }

    /// <summary>A group with what stands around every endpoint that answers in the API's own way.</summary>
    private static RouteGroupBuilder MapApiGroup(this IEndpointRouteBuilder endpoints, string prefix)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<WeChatNotificationsHttpApiOptions>>().Value;
        var group = endpoints.MapGroup(prefix)
            .WithMetadata(new HttpApiEndpointMarker(), new RequestSizeLimitAttribute(options.MaxRequestBodySize))
            .AddEndpointFilter<RouteGroupBuilder, ApiBoundary>();
        foreach (var status in (int[])[StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status500InternalServerError])
        {
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), [ProblemResult.ContentType]));
        }

        return group;
    }
}
