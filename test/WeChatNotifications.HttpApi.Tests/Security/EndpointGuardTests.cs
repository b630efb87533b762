using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Security;

/// <summary>Nobody gets anywhere without leave. The list of endpoints comes from the host itself, so that a new one cannot be forgotten.</summary>
public sealed class EndpointGuardTests(RunningHost host)
{
    public static TheoryData<string> OpenEndpoints => [.. EndpointCases.Open];

    public static TheoryData<string> EndpointsWithSession => [.. EndpointCases.WithSession];

    public static TheoryData<string> GuardedEndpoints => [.. EndpointCases.Guarded.Keys];

    public static TheoryData<string> EndpointsWithPermission => [.. EndpointCases.Guarded.Where(c => c.Value.Permission is not null).Select(c => c.Key)];

    public static TheoryData<string> EndpointsWithId => [.. EndpointCases.Guarded.Where(c => c.Value is { ThingOf: not null, IsHostSide: false }).Select(c => c.Key)];

    [Fact]
    public void Every_endpoint_of_the_host_has_a_case_here()
    {
        // The dashboard's pages have a test of their own that finds them: EveryPageTests.
        var endpoints = host.Endpoints.Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is null).SelectMany(NamesOf).Order(StringComparer.Ordinal);
        endpoints.ShouldBe(
            EndpointCases.Open.Concat(EndpointCases.ForPeopleOfTheHost).Concat(EndpointCases.WithSession).Concat(EndpointCases.Guarded.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_case_with_an_id_in_its_path_has_a_thing_of_that_id()
        => EndpointCases.Guarded.ShouldAllBe(c => c.Key.Contains("{id:guid}", StringComparison.Ordinal) == (c.Value.ThingOf != null));

    [Theory]
    [MemberData(nameof(OpenEndpoints))]
    public async Task An_open_endpoint_answers_everybody(string endpoint)
    {
        var (method, path) = Split(endpoint
            .Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{name}", "dashboard.css", StringComparison.Ordinal)
            .Replace("{culture}", "en", StringComparison.Ordinal));
        var caller = host.Anonymous();
        // Half a body: it gets as far as to be read.
        var answer = endpoint == "POST /account/login" ? await caller.PostTextAsync(path, "{") : await caller.SendAsync(method, path);

        // The callback address asks for WeChat's signature instead; the choice of a language leads back to where one was.
        answer.Status.ShouldBeOneOf(
            HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Found, endpoint.Contains("/callback/", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(EndpointsWithSession))]
    public async Task What_a_session_opens_no_permission_opens(string endpoint)
    {
        var shop = await host.NewShopAsync();
        foreach (var caller in (Caller[])[host.Anonymous(), shop.Admin, host.Anonymous().With("Authorization", "Bearer abc"), host.Anonymous().With("Authorization", "WeChatSession abc")])
        {
            var answer = await CallAsync(endpoint, caller, id: null);
            answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("WeChatSession");
        }
    }

    [Theory]
    [MemberData(nameof(GuardedEndpoints))]
    public async Task Without_saying_who_you_are_it_is_401(string endpoint)
    {
        var answer = await CallAsync(endpoint, host.Anonymous(), Guid.NewGuid());
        answer.ShouldBe(HttpStatusCode.Unauthorized);
        answer.ContentHeaders.ContentType?.MediaType.ShouldBe("application/problem+json");
        if (endpoint.Contains(RunningHost.Api, StringComparison.Ordinal))
        {
            answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "Unauthenticated");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("ApiKey");
        }
    }

    [Theory]
    [MemberData(nameof(GuardedEndpoints))]
    public async Task With_a_key_that_does_not_exist_it_is_401(string endpoint)
        => (await CallAsync(endpoint, host.Anonymous().With("X-Api-Key", "wcn_0123456789012345678901234567890123456789012"), Guid.NewGuid()))
            .ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [MemberData(nameof(EndpointsWithPermission))]
    public async Task With_every_other_permission_it_is_403(string endpoint)
    {
        var shop = await host.NewShopAsync();
        var permission = EndpointCases.Guarded[endpoint].Permission!;
        var caller = await host.CallerAsync(EndpointCases.Guarded[endpoint].IsHostSide ? null : shop.TenantId, RunningHost.AllPermissions.Where(p => p != permission));
        var answer = await CallAsync(endpoint, caller, Guid.NewGuid());
        answer.ShouldBe(HttpStatusCode.Forbidden);
        if (endpoint.Contains(RunningHost.Api, StringComparison.Ordinal))
        {
            answer.ShouldBeProblem(HttpStatusCode.Forbidden, "Forbidden")["detail"]!.ShouldContain(permission);
        }
    }

    [Theory]
    [MemberData(nameof(GuardedEndpoints))]
    public async Task With_just_its_permission_it_works(string endpoint)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var wanted = EndpointCases.Guarded[endpoint];
        var caller = await host.CallerAsync(wanted.IsHostSide ? null : shop.TenantId, wanted.Permission is null ? [] : [wanted.Permission]);
        await (wanted.Prepare?.Invoke(shop) ?? Task.CompletedTask);
        var answer = await CallAsync(
            endpoint, caller, wanted.ThingOf is null ? null : await wanted.ThingOf(shop), wanted.Body?.Invoke(shop), wanted.Query?.Invoke(shop));
        answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task What_concerns_all_tenants_is_403_for_a_tenant_even_with_the_permission()
    {
        var shop = await host.NewShopAsync();
        foreach (var (endpoint, _) in EndpointCases.Guarded.Where(c => c.Value.IsHostSide))
        {
            (await CallAsync(endpoint, shop.Admin, Guid.NewGuid())).Status.ShouldBe(HttpStatusCode.Forbidden, endpoint);
        }
    }

    [Theory]
    [MemberData(nameof(EndpointsWithId))]
    public async Task Another_tenants_id_is_404_and_nothing_happens_to_it(string endpoint)
    {
        var theirs = await (await host.NewShopAsync()).OpenAsync();
        var wanted = EndpointCases.Guarded[endpoint];
        var id = await wanted.ThingOf!(theirs);
        var thing = endpoint.Split(' ')[1].Split("{id:guid}")[0] + id;
        var before = (await theirs.Admin.GetAsync(thing)).ShouldBe(HttpStatusCode.OK).Body;

        var ours = await (await host.NewShopAsync()).OpenAsync();
        (await CallAsync(endpoint, ours.Admin, id, wanted.Body?.Invoke(ours))).ShouldBe(HttpStatusCode.NotFound);

        (await theirs.Admin.GetAsync(thing)).ShouldBe(HttpStatusCode.OK).Body.ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(EndpointsWithId))]
    public async Task An_id_that_nobody_has_is_404_and_what_is_no_id_too(string endpoint)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var body = EndpointCases.Guarded[endpoint].Body?.Invoke(shop);
        (await CallAsync(endpoint, shop.Admin, Guid.NewGuid(), body)).ShouldBe(HttpStatusCode.NotFound);
        (await CallAsync(endpoint, shop.Admin, "not-an-id", body)).Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData(Shop.Credentials)]
    [InlineData(Shop.Templates)]
    [InlineData(Shop.Templates + "/remote")]
    [InlineData(Shop.Grants)]
    [InlineData(Shop.Deliveries)]
    [InlineData(Shop.Recipients)]
    [InlineData(Shop.Broadcasts)]
    public async Task A_list_shows_nothing_of_another_tenant(string list)
    {
        var theirs = await (await host.NewShopAsync()).OpenAsync();
        await theirs.Admin.PostAsync(Shop.Grants, EndpointCases.Guarded["POST /api/wechat-notifications/grants/"].Body!(theirs));
        await theirs.SendTomorrowAsync();
        await theirs.LinkAsync();
        await Broadcasts.BroadcastThings.DraftAsync(theirs);
        await theirs.Admin.PostAsync(Shop.Templates + "/sync", new { AppCredentialId = theirs.CredentialId });
        (await theirs.Admin.GetAsync(list)).ShouldBe(HttpStatusCode.OK).Body.ShouldContain(theirs.CredentialId.ToString());

        var ours = await host.NewShopAsync();
        var answer = (await ours.Admin.GetAsync(list)).ShouldBe(HttpStatusCode.OK).Json;
        (answer as System.Text.Json.Nodes.JsonArray ?? answer["items"]!.AsArray()).ShouldBeEmpty();
        if (list != Shop.Credentials)
        {
            answer = (await ours.Admin.GetAsync($"{list}?appCredentialId={theirs.CredentialId}")).ShouldBe(HttpStatusCode.OK).Json;
            (answer as System.Text.Json.Nodes.JsonArray ?? answer["items"]!.AsArray()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Another_tenants_account_in_a_body_does_not_exist()
    {
        var theirs = await (await host.NewShopAsync()).OpenAsync();
        var ours = await (await host.NewShopAsync()).OpenAsync();

        (await ours.Admin.PostAsync(Shop.Templates, ours.NewTemplate("stolen", theirs.CredentialId)))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Unknown"]);
        foreach (var call in new[] { "POST /api/wechat-notifications/templates/sync", "POST /api/wechat-notifications/templates/library/add" })
        {
            (await CallAsync(call, ours.Admin, null, EndpointCases.Guarded[call].Body!(theirs)))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Unknown"], call);
        }

        foreach (var call in EndpointCases.Guarded.Where(c => c.Value.Query is not null))
        {
            (await CallAsync(call.Key, ours.Admin, null, query: call.Value.Query!(theirs)))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Unknown"], call.Key);
        }

        (await ours.Admin.PostAsync(Shop.Grants, EndpointCases.Guarded["POST /api/wechat-notifications/grants/"].Body!(theirs)))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Unknown"]);
    }

    private static IEnumerable<string> NamesOf(RouteEndpoint endpoint)
        => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(m => $"{m} {Slash(endpoint.RoutePattern.RawText!)}");

    private static string Slash(string pattern) => pattern.StartsWith('/') ? pattern : "/" + pattern;

    private static (HttpMethod Method, string Path) Split(string endpoint)
    {
        var parts = endpoint.Split(' ');
        return (parts[0] == "*" ? HttpMethod.Get : HttpMethod.Parse(parts[0]), parts[1]);
    }

    private static Task<ApiAnswer> CallAsync(string endpoint, Caller caller, object? id, object? body = null, string? query = null)
    {
        var (method, path) = Split(endpoint.Replace("{id:guid}", id?.ToString() ?? "", StringComparison.Ordinal).Replace("{name}", "form-id-purge", StringComparison.Ordinal) + query);
        return method == HttpMethod.Get ? caller.GetAsync(path)
            : method == HttpMethod.Post ? caller.PostAsync(path, body)
            : body is string csv ? caller.SendAsync(method, path, new StringContent(csv, Encoding.UTF8, "text/csv"))
            : method == HttpMethod.Put ? caller.PutAsync(path, body ?? new { })
            : caller.DeleteAsync(path);
    }
}
