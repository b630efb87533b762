using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.HttpApi.MiniProgram;
using WeChatNotifications.HttpApi.Query;

namespace WeChatNotifications.HttpApi.OpenApi;

/// <summary>Says in the OpenAPI document what an endpoint takes and answers, where the framework cannot see it by itself.</summary>
internal static class EndpointDocumentation
{
    /// <summary>Documents a successful answer with a body.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int statusCode = StatusCodes.Status200OK)
        => endpoint.Produces<T>(statusCode);

    /// <summary>Documents the problems an endpoint may answer with, besides 401, 403 and 500.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statusCodes)
    {
        foreach (var statusCode in statusCodes)
        {
            endpoint.Produces<ApiProblem>(statusCode, ProblemResult.ContentType);
        }

        return endpoint;
    }

    /// <summary>Documents a JSON body and the problems every body may have.</summary>
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder endpoint, bool isRequired = true)
    {
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken).ConfigureAwait(false);
            IOpenApiSchema reference = schema;
            if (context.Document is { } document)
            {
                document.AddComponent(typeof(T).Name, schema);
                reference = new OpenApiSchemaReference(typeof(T).Name, document);
            }

            operation.RequestBody = new OpenApiRequestBody
            {
                Required = isRequired,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = reference } },
            };
        });
        return endpoint.Refuses(
            StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
    }

    /// <summary>Documents query parameters and the problem they may have.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder endpoint, IReadOnlyList<QueryParameter> parameters)
    {
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            operation.Parameters ??= [];
            foreach (var parameter in parameters)
            {
                var schema = await context.GetOrCreateSchemaAsync(parameter.Type, null, cancellationToken).ConfigureAwait(false);
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    Description = parameter.Description,
                    Schema = parameter.IsRepeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema,
                });
            }
        });
        return endpoint.Refuses(StatusCodes.Status400BadRequest);
    }

    /// <summary>Says that a mini program's session opens the endpoint, or nothing is needed to.</summary>
    public static RouteHandlerBuilder TakesSession(this RouteHandlerBuilder endpoint, bool isNeeded = true)
    {
        if (isNeeded)
        {
            endpoint.WithMetadata(new MiniProgramGate.NeedsSession());
        }

        endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            operation.Security = [];
            if (isNeeded && context.Document is { } document)
            {
                document.AddComponent<IOpenApiSecurityScheme>(MiniProgramGate.Scheme, new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = "Authorization",
                    Description = $"For mini programs: `{MiniProgramGate.Scheme}` and the session of a log-in.",
                });
                operation.Security.Add(new() { [new OpenApiSecuritySchemeReference(MiniProgramGate.Scheme, document)] = [] });
            }

            return Task.CompletedTask;
        });
        return endpoint;
    }
}
