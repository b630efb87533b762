using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.OpenApi;

public sealed class ApiDocumentTests(RunningHost host)
{
    [Fact]
    public async Task Every_endpoint_is_there_with_the_permission_it_demands()
    {
        var expected = host.Endpoints
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method =>
            {
                var permission = e.Metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault(a => a.Policy is not null)?.Policy;
                return $"{method} {e.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/')} {permission}";
            }))
            .Order(StringComparer.Ordinal).ToList();
        expected.Count.ShouldBeGreaterThan(20);

        var documented = Operations(await DocumentAsync())
            .Where(o => o.Path.StartsWith("/api/", StringComparison.Ordinal))
            .Select(o => $"{o.Method} {o.Path.TrimEnd('/')} {o.Operation["x-permission"]}")
            .Order(StringComparer.Ordinal);
        documented.ShouldBe(expected);
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_says_how_it_refuses()
    {
        var document = await DocumentAsync();
        var operations = Operations(document).Where(o => o.Path.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        operations.Select(o => o.Operation["operationId"]!.ToString()).ShouldBeUnique();
        foreach (var (method, path, operation) in operations)
        {
            var place = $"{method} {path}";
            operation["summary"].ShouldNotBeNull(place);
            operation["security"].ShouldNotBeNull(place);
            var responses = operation["responses"]!.AsObject().Select(r => r.Key).ToList();
            responses.ShouldContain("401", place);
            responses.ShouldContain("403", place);
            responses.ShouldContain(r => r.StartsWith('2'), place);
            if (path.Contains("{id}", StringComparison.Ordinal))
            {
                responses.ShouldContain("404", place);
            }
        }
    }

    [Fact]
    public async Task Bodies_and_queries_are_described()
    {
        var document = await DocumentAsync();
        var create = document["paths"]![$"{Shop.Credentials}"]!["post"]!;
        create["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!.ToString().ShouldBe("#/components/schemas/CreateAppCredentialDto");
        var schema = document["components"]!["schemas"]!["CreateAppCredentialDto"]!["properties"]!.AsObject();
        schema.Select(p => p.Key).ShouldContain("secret");
        var kind = Resolve(document, schema["kind"]!);
        kind["enum"]!.AsArray().Select(v => v!.ToString()).ShouldBe(["miniProgram", "officialAccount"]);

        var list = document["paths"]![Shop.Deliveries]!["get"]!["parameters"]!.AsArray();
        list.Select(p => p!["name"]!.ToString()).ShouldBe(
            ["appCredentialId", "template", "openId", "userId", "broadcastId", "status", "reason", "errorCode", "dedupKey", "weChatMessageId", "from", "to", "pageSize", "cursor"]);
    }

    [Fact]
    public async Task No_answer_is_described_with_a_secret_in_it()
    {
        var document = await DocumentAsync();
        var answers = document["components"]!["schemas"]!.AsObject().Where(s => s.Value!["properties"]?["secret"] is not null).Select(s => s.Key);
        answers.ShouldBe(["CreateAppCredentialDto", "UpdateAppCredentialDto"], ignoreOrder: true);
    }

    [Fact]
    public async Task Both_ways_to_say_who_one_is_are_described()
    {
        var schemes = (await DocumentAsync())["components"]!["securitySchemes"]!;
        schemes["ApiKey"]!["name"]!.ToString().ShouldBe("X-Api-Key");
        schemes["Cookie"]!["in"]!.ToString().ShouldBe("cookie");
    }

    private static JsonNode Resolve(JsonNode document, JsonNode schema)
        => schema["$ref"]?.ToString() is { } reference ? document["components"]!["schemas"]![reference.Split('/')[^1]]! : schema;

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Operations(JsonNode document)
        => document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(o => (o.Key.ToUpperInvariant(), path.Key, o.Value!)));

    private async Task<JsonNode> DocumentAsync() => (await host.Anonymous().GetAsync("/openapi/v1.json")).ShouldBe(HttpStatusCode.OK).Json;
}
