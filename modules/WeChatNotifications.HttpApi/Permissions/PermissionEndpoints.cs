using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Permissions;

internal static class PermissionEndpoints
{
    public static void MapPermissions(this RouteGroupBuilder group)
        => group.MapGet("/", async (HttpContext context, IAuthorizationService authorization) =>
            {
                var granted = new List<string>();
                foreach (var permission in WeChatNotificationsPermissions.All)
                {
                    if ((await authorization.AuthorizeAsync(context.User, null, permission).ConfigureAwait(false)).Succeeded)
                    {
                        granted.Add(permission);
                    }
                }

                return ApiResult.Ok<IReadOnlyList<string>>(granted);
            })
            .WithName("WeChatNotifications.ListPermissions")
            .WithSummary("Show which of the module's permissions the caller holds")
            .WithDescription("Needs no permission, only a known caller; a front end hides by it what would be refused.")
            .Answers<IReadOnlyList<string>>();
}
