using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.Callbacks;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Credentials;

namespace WeChatNotifications.HttpApi.Callbacks;

/// <summary>How an administrator sets up what WeChat pushes for an account.</summary>
internal static class CallbackSettingsEndpoints
{
    public static void MapCallbackSettings(this RouteGroupBuilder credentials)
    {
        credentials.MapGet("/{id:guid}/callbacks", async (
                Guid id, IAppCallbackAppService service, LinkGenerator links, HttpContext context, CancellationToken cancellationToken)
                => ApiResult.Ok(WithPath(await service.GetAsync(id, cancellationToken).ConfigureAwait(false), links, context)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetCallbacks")
            .WithSummary("Show how WeChat pushes messages for an account")
            .WithDescription("Mode, and the path of the address to be entered at WeChat. Token and key are never shown.")
            .Answers<AppCallbacksDto>()
            .Refuses(StatusCodes.Status404NotFound);

        credentials.MapPut("/{id:guid}/callbacks", async (
                Guid id, JsonBody<SaveCallbacksDto> body, IAppCallbackAppService service, LinkGenerator links, HttpContext context,
                CancellationToken cancellationToken)
                => ApiResult.Ok(WithPath(await service.SaveAsync(id, body.Value, cancellationToken).ConfigureAwait(false), links, context)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.SaveCallbacks")
            .WithSummary("Take over the token and key that were entered at WeChat")
            .WithDescription("What is not given stays as it is. A new key makes the present one the previous one, which stays good unless keepPreviousKey is false.")
            .TakesJson<SaveCallbacksDto>()
            .Answers<AppCallbacksDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        credentials.MapPost("/{id:guid}/callbacks/generate", async (
                Guid id, JsonBody<GenerateCallbacksDto> body, IAppCallbackAppService service, LinkGenerator links, HttpContext context,
                CancellationToken cancellationToken) =>
            {
                var generated = await service.GenerateAsync(id, body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Ok(generated with { Callbacks = WithPath(generated.Callbacks, links, context) });
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.GenerateCallbacks")
            .WithSummary("Make a new token and a new key")
            .WithDescription("They are in force at once and shown this once; enter them at WeChat. With keepToken only the key changes, and no push is missed meanwhile.")
            .TakesJson<GenerateCallbacksDto>(isRequired: false)
            .Answers<GeneratedCallbacksDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        credentials.MapDelete("/{id:guid}/callbacks", async (Guid id, IAppCallbackAppService service, CancellationToken cancellationToken) =>
            {
                await service.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.RemoveCallbacks")
            .WithSummary("Take nothing any more that WeChat pushes for an account")
            .WithDescription("Its token and keys are forgotten.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static AppCallbacksDto WithPath(AppCallbacksDto callbacks, LinkGenerator links, HttpContext context)
        => callbacks with { Path = links.GetPathByName(context, CallbackEndpoints.PushName, new { appId = callbacks.AppId }) };
}
