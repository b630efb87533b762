using System.Security.Principal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.AspNetCore.Auditing;
using WeChatNotifications.HttpApi;

namespace WeChatNotifications.Abp;

/// <summary>
/// What mini programs call and where WeChat pushes to: the plain API's own endpoints, for neither speaks ABP's language. Tenant and user come
/// from the session or the account that the path names, not from ABP's resolvers; no permission, antiforgery token or unit of work is
/// around them. A host maps them with its other endpoints by <c>UseConfiguredEndpoints</c>.
/// </summary>
internal static class WeChatNotificationsEndpoints
{
    private const string Root = "/" + WeChatNotificationsRemoteService.Root;

    public static void Add(IServiceCollection services)
    {
        services.AddWeChatNotificationsMiniProgramApi();
        services.AddOptions<WeChatNotificationsHttpApiOptions>().Configure(o => o.UserId = user => user.FindUserId()?.ToString("D"));
        services.Configure<AbpEndpointRouterOptions>(o => o.EndpointConfigureActions.Add(context =>
        {
            context.Endpoints.MapWeChatNotificationsMiniProgramApi(Root);
            context.Endpoints.MapWeChatNotificationsCallbacks(Root);
        }));

        // Its query holds signatures and a person's openid, and thousands of them come a minute.
        services.Configure<AbpAspNetCoreAuditingOptions>(o => o.IgnoredUrls.Add(Root + "/callback"));
    }
}
