using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatNotifications.Abp.Tests.Broadcasts;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Http;

/// <summary>What is the host's own people's alone, and what tenants see of each other through the newer endpoints: nothing.</summary>
public sealed class HostSideTests(RunningAbpHost host)
{
    [Theory]
    [InlineData("GET", "jobs")]
    [InlineData("GET", "nodes")]
    [InlineData("POST", "jobs/form-id-purge/run")]
    [InlineData("GET", "tenants/11111111-1111-4111-8111-111111111111/limits")]
    [InlineData("PUT", "tenants/11111111-1111-4111-8111-111111111111/limits")]
    public async Task A_tenants_administrator_may_not_do_what_concerns_all_tenants(string method, string path)
    {
        using var admin = host.Caller("north-all");
        using var request = new HttpRequestMessage(new HttpMethod(method), ApiCalls.Address(path)) { Content = method == "GET" ? null : JsonContent.Create(new { }) };

        using var answer = await admin.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_host_sets_what_a_tenant_may_use_and_the_tenant_sees_it()
    {
        using var operators = host.Caller("host-all");
        using var south = host.Caller("south-all");
        using var north = host.Caller("north-all");

        var set = await operators.PutJson($"tenants/{host.South.Id}/limits", new { sendsPerSecond = 50, dailyVolume = 100_000, logRetentionDays = 30 });

        (await south.GetJson("limits")).ShouldSatisfyAllConditions(
            l => l.Text("tenantId").ShouldBe(host.South.Id.ToString()), l => l.Text("sendsPerSecond").ShouldBe("50"), l => l.Text("dailyVolume").ShouldBe("100000"));
        (await north.GetJson("limits")).GetProperty("dailyVolume").ValueKind.ShouldBe(JsonValueKind.Null);
        (await operators.GetJson($"tenants/{host.South.Id}/limits")).Text("concurrencyStamp").ShouldBe(set.Text("concurrencyStamp"));
        (await operators.PutAsJsonAsync(ApiCalls.Address($"tenants/{host.South.Id}/limits"), new { concurrencyStamp = Guid.NewGuid() }).RefusalAsync())
            .ShouldBe((HttpStatusCode.Conflict, WeChatNotificationsErrorCodes.ConcurrencyConflict));
        await operators.PutJson($"tenants/{host.South.Id}/limits", new { });
    }

    [Fact]
    public async Task What_is_one_tenants_is_not_found_by_another()
    {
        using var north = host.Caller("north-all");
        using var south = host.Caller("south-all");
        var broadcast = (await north.PostJson("broadcasts", Crowd.NewBroadcast())).Id();
        var schedule = (await north.PostJson("broadcast-schedules", Crowd.NewSchedule(isEnabled: false))).Id();

        foreach (var (method, path) in new[]
        {
            ("GET", $"broadcasts/{broadcast}"), ("DELETE", $"broadcasts/{broadcast}"), ("GET", $"broadcasts/{broadcast}/bad-rows"),
            ("POST", $"broadcasts/{broadcast}/dry-run"), ("POST", $"broadcasts/{broadcast}/start"), ("POST", $"broadcasts/{broadcast}/pause"),
            ("POST", $"broadcasts/{broadcast}/resume"), ("POST", $"broadcasts/{broadcast}/cancel"),
            ("GET", $"broadcast-schedules/{schedule}"), ("DELETE", $"broadcast-schedules/{schedule}"), ("POST", $"broadcast-schedules/{schedule}/run"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), ApiCalls.Address(path));
            (await south.SendAsync(request).RefusalAsync()).ShouldBe((HttpStatusCode.NotFound, WeChatNotificationsErrorCodes.NotFound), $"{method} {path}");
        }

        (await south.PutAsJsonAsync(ApiCalls.Address($"broadcasts/{broadcast}"), Crowd.NewBroadcast()).RefusalAsync()).Status.ShouldBe(HttpStatusCode.NotFound);
        (await south.PutText($"broadcasts/{broadcast}/list", "openId\no-1", "text/csv").RefusalAsync()).Status.ShouldBe(HttpStatusCode.NotFound);
        (await south.PutAsJsonAsync(ApiCalls.Address($"broadcast-schedules/{schedule}"), Crowd.NewSchedule()).RefusalAsync()).Status.ShouldBe(HttpStatusCode.NotFound);
        (await south.GetJson("broadcasts?pageSize=500")).GetProperty("items").EnumerateArray().ShouldNotContain(b => b.Id() == broadcast);
        (await south.GetJson("broadcast-schedules?pageSize=500")).GetProperty("items").EnumerateArray().ShouldNotContain(s => s.Id() == schedule);
        (await north.GetJson("broadcasts?statuses=draft&statuses=running")).GetProperty("items").EnumerateArray().ShouldContain(b => b.Id() == broadcast);
        await north.DeleteJson($"broadcasts/{broadcast}");
        await north.DeleteJson($"broadcast-schedules/{schedule}");
    }

    [Fact]
    public async Task Messages_are_counted_for_their_own_tenant()
    {
        await using var own = await RunningAbpHost.StartAsync();
        using var north = own.Caller("north-all");
        using var south = own.Caller("south-all");
        foreach (var user in new[] { own.North.NewUser(), own.North.NewUser(), "o-unknown" })
        {
            await own.Send(own.North, Shop.Order(user));
        }

        await Eventually.Async(async () => (await north.GetJson("statistics/overview")).GetProperty("counts").Text("total") == "3", RunningAbpHost.Patience, "three are counted");
        var counted = await north.GetJson($"statistics?by=outcome&template={RunningAbpHost.Template}&timeZone=Asia/Shanghai");
        counted.GetProperty("rows").EnumerateArray().Select(r => $"{r.GetProperty("outcome").Text("status")} {r.Text("total")}").ShouldBe(["sent 2", "failed 1"]);
        counted.Text("by").ShouldBe("outcome");
        (await north.GetJson("statistics?by=hour&from=2026-11-01T00:00:00Z&to=2026-11-01T03:00:00Z")).GetProperty("rows").GetArrayLength().ShouldBe(3);
        (await south.GetJson("statistics/overview")).GetProperty("counts").Text("total").ShouldBe("0");
    }
}
