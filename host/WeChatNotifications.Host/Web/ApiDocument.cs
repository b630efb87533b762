using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.Host.Modules.Identity.Keys;

namespace WeChatNotifications.Host.Web;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDocument
{
    /// <summary>Names the permission of an operation, for programs that read the document.</summary>
    public const string PermissionExtension = "x-permission";

    private const string CookieScheme = "Cookie";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "WeChatNotifications";
            document.Info.Description = "Tells users something on WeChat. Texts come in English or Chinese, by Accept-Language.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(document.Components.SecuritySchemes ?? new Dictionary<string, IOpenApiSecurityScheme>(), StringComparer.Ordinal)
            {
                [ApiKeyAuthenticationHandler.SchemeName] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyAuthenticationHandler.HeaderName,
                    Description = "For programs.",
                },
                [CookieScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = IdentityModule.CookieName,
                    Description = "For people, from POST /account/login. Requests that change something also send X-Requested-With.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribePermission);
    });

    private static Task DescribePermission(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var demands = metadata.OfType<IAuthorizeData>().ToList();
        if (demands.Count == 0 || metadata.OfType<IAllowAnonymous>().Any())
        {
            return Task.CompletedTask;
        }

        operation.Security =
        [
            .. new[] { ApiKeyAuthenticationHandler.SchemeName, CookieScheme }.Select(scheme => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
            }),
        ];
        if (demands.LastOrDefault(d => d.Policy is not null)?.Policy is { } permission)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions[PermissionExtension] = new JsonNodeExtension(JsonValue.Create(permission));
            operation.Description = $"{operation.Description} Needs the permission `{permission}`.".TrimStart();
        }

        return Task.CompletedTask;
    }
}
