using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;

namespace WeChatNotifications.Abp.Tests.Http;

public sealed partial class RouteTests(RunningAbpHost host)
{
    private const string Permissions = RunningAbpHost.Api + "/permissions";

    /// <summary>Addresses of the plain API that ABP's lacks, each with the reason.</summary>
    private static readonly Dictionary<string, string> OnlyPlain = new(StringComparer.Ordinal)
    {
        [$"GET {RunningAbpHost.Api}/audit"] = "ABP's audit log tells who changed what, with its own services and pages",
    };

    private IReadOnlyList<RouteEndpoint> Ours => OursOf([host.Services.GetRequiredService<EndpointDataSource>()]);

    [Fact]
    public async Task Every_address_of_the_plain_API_is_one_of_ABPs_and_the_other_way_round()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddWeChatNotifications(builder.Configuration.GetSection("WeChatNotifications")).UsePostgreSql("Host=nowhere");
        builder.Services.AddWeChatNotificationsHttpApi();
        await using var plain = builder.Build();
        plain.MapWeChatNotificationsHttpApi();

        var expected = OursOf(((IEndpointRouteBuilder)plain).DataSources).SelectMany(AddressesOf).ToList();

        expected.Count.ShouldBeGreaterThan(40);
        OnlyPlain.Keys.ShouldBeSubsetOf(expected);
        Ours.SelectMany(AddressesOf).ShouldBe(expected.Except(OnlyPlain.Keys, StringComparer.Ordinal), ignoreOrder: true);
    }

    [Fact]
    public async Task Every_address_asks_who_calls_and_whether_they_may()
    {
        using var nobody = host.Caller();
        using var powerless = host.Caller("north-nobody");
        var controllers = Ours.Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null).ToList();
        controllers.Count.ShouldBeGreaterThan(30);

        foreach (var endpoint in controllers)
        {
            var path = "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.Trim('/'), _ => Guid.NewGuid().ToString());
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
            {
                (await CallAsync(nobody, method, path)).ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
                (await CallAsync(powerless, method, path)).ShouldBe(path.StartsWith(Permissions, StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, $"{method} {path}");
            }
        }
    }

    [Fact]
    public async Task A_caller_is_told_what_they_may_do()
    {
        using var reader = host.Caller("north-reader");

        (await reader.GetFromJsonAsync<string[]>(new Uri(Permissions, UriKind.Relative)))
            .ShouldBe([WeChatNotifications.Permissions.WeChatNotificationsPermissions.Credentials.Default, WeChatNotifications.Permissions.WeChatNotificationsPermissions.Deliveries.Default]);
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient caller, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = method is "POST" or "PUT" ? JsonContent.Create(new { }) : null;
        using var answer = await caller.SendAsync(request);
        return answer.StatusCode;
    }

    private static List<RouteEndpoint> OursOf(IEnumerable<EndpointDataSource> sources)
        => [.. sources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith(RunningAbpHost.Api.TrimStart('/'), StringComparison.Ordinal) == true)];

    /// <summary>What parameters are called matters to nobody.</summary>
    private static IEnumerable<string> AddressesOf(RouteEndpoint endpoint)
        => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            .Select(method => $"{method} /{ParameterName().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{")}");

    [GeneratedRegex("[{][^}]+[}]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("[{][A-Za-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParameterName();
}
