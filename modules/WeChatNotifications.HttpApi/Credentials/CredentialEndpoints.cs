using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.Credentials;
using WeChatNotifications.HttpApi.Callbacks;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Credentials;

namespace WeChatNotifications.HttpApi.Credentials;

internal static class CredentialEndpoints
{
    private const string GetName = "WeChatNotifications.GetCredential";

    public static void MapCredentials(this RouteGroupBuilder group)
    {
        group.MapReading();
        group.MapManaging();
        group.MapSteering();
        group.MapCallbackSettings();
    }

    private static void MapReading(this RouteGroupBuilder group)
    {
        group.MapGet("/", async (IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListCredentials")
            .WithSummary("List the tenant's WeChat accounts")
            .WithDescription("All of them, by name. Secrets are never shown; secretHint is their last characters.")
            .Answers<IReadOnlyList<AppCredentialDto>>();

        group.MapGet("/{id:guid}", async (Guid id, IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName(GetName)
            .WithSummary("Show one WeChat account")
            .Answers<AppCredentialDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapGet("/{id:guid}/token", async (Guid id, IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetTokenStateAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetCredentialTokenState")
            .WithSummary("Show what is known of an account's access token")
            .WithDescription("Never the token. WeChat is not asked. lastFailure is what the node that answers has met.")
            .Answers<TokenStateDto>()
            .Refuses(StatusCodes.Status404NotFound);

        group.MapGet("/{id:guid}/checklist", async (Guid id, IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.GetChecklistAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.GetCredentialChecklist")
            .WithSummary("Show which steps of an account's set-up are done")
            .WithDescription("From what has happened so far; done is null where nothing has shown it yet.")
            .Answers<IReadOnlyList<SetupStepDto>>()
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static void MapManaging(this RouteGroupBuilder group)
    {
        group.MapPost("/", async (
                JsonBody<CreateAppCredentialDto> body, IAppCredentialAppService service, LinkGenerator links, HttpContext context,
                CancellationToken cancellationToken) =>
            {
                var created = await service.CreateAsync(body.Value, cancellationToken).ConfigureAwait(false);
                return ApiResult.Created(created, links.GetPathByName(context, GetName, new { id = created.Id }));
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.CreateCredential")
            .WithSummary("Add a WeChat account")
            .WithDescription("The secret is stored encrypted and never shown again. Location is the new account's address.")
            .TakesJson<CreateAppCredentialDto>()
            .Answers<AppCredentialDto>(StatusCodes.Status201Created);

        group.MapPut("/{id:guid}", async (
                Guid id, JsonBody<UpdateAppCredentialDto> body, IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.UpdateAsync(id, body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.UpdateCredential")
            .WithSummary("Change a WeChat account")
            .WithDescription("Replaces all settings; the secret only when one is given. With concurrencyStamp the change is refused (409) if somebody else came first.")
            .TakesJson<UpdateAppCredentialDto>()
            .Answers<AppCredentialDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapDelete("/{id:guid}", async (Guid id, IAppCredentialAppService service, CancellationToken cancellationToken) =>
            {
                await service.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                return Results.NoContent();
            })
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.DeleteCredential")
            .WithSummary("Remove a WeChat account")
            .WithDescription("Refused (409) while a template uses it.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static void MapSteering(this RouteGroupBuilder group)
    {
        group.MapPost("/{id:guid}/test", async (Guid id, IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.TestAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Test)
            .WithName("WeChatNotifications.TestCredential")
            .WithSummary("Try whether WeChat accepts an account's secret")
            .WithDescription("Fetches an access token. WeChat's refusal is a result too (200 with isWorking false and advice); the token stays inside.")
            .Answers<CredentialTestResultDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapPost("/{id:guid}/pause", async (
                Guid id, JsonBody<PauseAppDto> body, IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.PauseAsync(id, body.Value, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.PauseCredential")
            .WithSummary("Stop sending for an account")
            .WithDescription("Its messages wait. Without until, it stays paused until somebody resumes it.")
            .TakesJson<PauseAppDto>(isRequired: false)
            .Answers<AppCredentialDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        group.MapPost("/{id:guid}/resume", async (Guid id, IAppCredentialAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ResumeAsync(id, cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Manage)
            .WithName("WeChatNotifications.ResumeCredential")
            .WithSummary("Let sending go on for an account")
            .Answers<AppCredentialDto>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }
}
