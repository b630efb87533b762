using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.Localization;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Permissions;

internal static class PermissionEndpoints
{
    public static void MapPermissions(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (HttpContext context, IAuthorizationService authorization) =>
            {
                var granted = new List<string>();
                foreach (var permission in WeChatNotificationsPermissions.All)
                {
                    if (await IsGrantedAsync(context, authorization, permission).ConfigureAwait(false))
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

        group.MapGet("/tree", async (HttpContext context, IAuthorizationService authorization, IModuleTexts texts)
                => ApiResult.Ok(await PermissionTreeReader.ReadAsync(texts, p => IsGrantedAsync(context, authorization, p)).ConfigureAwait(false)))
            .WithName("WeChatNotifications.GetPermissionTree")
            .WithSummary("Show all permissions of the module as a tree, with their names in the caller's language")
            .WithDescription("Needs no permission, only a known caller. Those that are host side only callers without a tenant can hold.")
            .Answers<IReadOnlyList<PermissionGroupDto>>();
    }

    private static async Task<bool> IsGrantedAsync(HttpContext context, IAuthorizationService authorization, string permission)
        => (await authorization.AuthorizeAsync(context.User, null, permission).ConfigureAwait(false)).Succeeded;
}
