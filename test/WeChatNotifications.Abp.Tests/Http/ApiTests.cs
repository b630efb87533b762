using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Auditing;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Tests.Http;

public sealed class ApiTests(RunningAbpHost host)
{
    public static TheoryData<string, string> Reads => new()
    {
        { "credentials", "north-all" }, { "templates", "north-all" }, { "grants", "north-all" }, { "deliveries", "north-all" },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Nobody_is_asked_who_they_are(string path, string key)
    {
        using var nobody = host.Caller();
        using var stranger = host.Caller("wrong");
        using var known = host.Caller(key);

        (await nobody.GetAsync(Api(path))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.GetAsync(Api(path))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await known.GetAsync(Api(path))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_caller_may_do_what_the_permissions_say_and_no_more()
    {
        using var reader = host.Caller("north-reader");

        (await reader.GetAsync(Api("credentials"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await reader.GetAsync(Api("deliveries"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await reader.GetAsync(Api("templates"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.GetAsync(Api("grants"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsJsonAsync(Api("credentials"), new { appId = "wx", name = "x", secret = "x" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsync(Api($"credentials/{host.North.AppCredentialId}/test"), null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsync(Api($"deliveries/{Guid.NewGuid()}/retry"), null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsJsonAsync(Api("notifications"), Order("x"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_notification_posted_as_the_plain_API_takes_it_arrives()
    {
        using var caller = host.Caller("north-all");
        var user = host.North.NewUser();

        using var answer = await caller.PostAsJsonAsync(Api("notifications"), Order(user));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var receipt = (await answer.Content.ReadFromJsonAsync<JsonElement>())[0];
        receipt.GetProperty("status").GetString().ShouldBe("pending");
        var message = await host.Message(user);
        message.Fields["thing2"].ShouldBe("2026-01-01", "a text that looks like a date stays a text");
        message.Fields["time4"].ShouldBe("2026年11月21日 15:30");
        await host.Until(host.North, receipt.GetProperty("deliveryId").GetGuid(), DeliveryStatus.Sent);
    }

    [Fact]
    public async Task The_log_is_exported_as_a_file_that_has_everything_the_filters_let_through()
    {
        using var caller = host.Caller("north-reader");
        using var stranger = host.Caller("south-all");
        var key = "export:" + Guid.NewGuid().ToString("N");
        var user = host.North.NewUser();
        await host.Send(host.North, Shop.Order(user) with { DedupKey = key });

        using var answer = await caller.GetAsync(Api("deliveries/export?dedupKey=" + key));

        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("\uFEFFid,createdAt,template");
        lines[1].ShouldContain(user);
        (await stranger.GetStringAsync(Api("deliveries/export?dedupKey=" + key))).ShouldNotContain(user);
    }

    [Fact]
    public async Task All_that_a_filter_lets_through_are_cancelled_and_sent_again()
    {
        using var caller = host.Caller("north-all");
        using var stranger = host.Caller("south-all");
        var user = host.North.NewUser();
        var receipts = new[]
        {
            await host.Send(host.North, Shop.Order(user) with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) }),
            await host.Send(host.North, Shop.Order(user) with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) }),
        };

        (await ChangedAsync(stranger, "cancel")).ShouldBe((0, 0));
        (await ChangedAsync(caller, "cancel")).ShouldBe((2, 2));
        (await ChangedAsync(caller, "retry")).ShouldBe((2, 2));

        foreach (var receipt in receipts.SelectMany(r => r))
        {
            await host.Until(host.North, receipt.DeliveryId, DeliveryStatus.Sent);
        }

        async Task<(int Matched, int Changed)> ChangedAsync(HttpClient who, string act)
        {
            using var answer = await who.PostAsJsonAsync(Api("deliveries/" + act), new { openId = user });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
            var result = await answer.Content.ReadFromJsonAsync<JsonElement>();
            return (result.GetProperty("matched").GetInt32(), result.GetProperty("changed").GetInt32());
        }
    }

    [Fact]
    public async Task Several_users_are_a_list()
    {
        using var caller = host.Caller("north-all");
        var users = new[] { host.North.NewUser(), host.North.NewUser() };

        using var answer = await caller.PostAsJsonAsync(Api("notifications"), Order(users));

        (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(r => r.GetProperty("openId").GetString()).ShouldBe(users);
    }

    [Fact]
    public async Task What_is_wrong_comes_back_with_its_fields_in_the_callers_language()
    {
        using var caller = host.Caller("north-all");
        caller.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-Hans");

        using var answer = await caller.PostAsJsonAsync(Api("notifications"), new { template = RunningAbpHost.Template, to = "x", data = new { orderNo = "1", amount = 1, orderId = "1" } });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("validationErrors").EnumerateArray().ToList();
        errors.Select(e => e.GetProperty("members")[0].GetString()).ShouldBe(["data.product", "data.paidAt"], ignoreOrder: true);
        errors[0].GetProperty("message").GetString().ShouldEndWith("不能为空。");
    }

    [Fact]
    public async Task What_is_another_tenants_is_not_found()
    {
        using var caller = host.Caller("south-all");

        using var answer = await caller.GetAsync(Api($"credentials/{host.North.AppCredentialId}"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CodeOf(answer)).ShouldBe(WeChatNotificationsErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_change_on_top_of_somebody_elses_is_a_conflict()
    {
        using var caller = host.Caller("north-all");

        using var answer = await caller.PutAsJsonAsync(
            Api($"credentials/{host.North.AppCredentialId}"), new { name = "x", concurrencyStamp = Guid.NewGuid() });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeOf(answer)).ShouldBe(WeChatNotificationsErrorCodes.ConcurrencyConflict);
    }

    [Fact]
    public async Task An_app_in_use_cannot_be_removed()
    {
        using var caller = host.Caller("north-all");

        using var answer = await caller.DeleteAsync(Api($"credentials/{host.North.AppCredentialId}"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeOf(answer)).ShouldBe(WeChatNotificationsErrorCodes.InUse);
    }

    [Fact]
    public async Task An_app_lives_its_life_over_HTTP()
    {
        using var caller = host.Caller("south-all");

        using var created = await caller.PostAsJsonAsync(Api("credentials"), new { appId = "wxlife", name = "Life", secret = "life-secret-0123456789", kind = "miniProgram" });
        created.StatusCode.ShouldBe(HttpStatusCode.OK, await created.Content.ReadAsStringAsync());
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var paused = await caller.PostAsJsonAsync(Api($"credentials/{id}/pause"), new { detail = "stock-taking" });
        (await paused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pause").GetProperty("reason").GetString().ShouldBe("byHand");
        using var resumed = await caller.PostAsync(Api($"credentials/{id}/resume"), null);
        (await resumed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pause").ValueKind.ShouldBe(JsonValueKind.Null);
        (await caller.DeleteAsync(Api($"credentials/{id}"))).IsSuccessStatusCode.ShouldBeTrue();
        (await caller.GetAsync(Api($"credentials/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_grant_is_reported_and_seen()
    {
        using var caller = host.Caller("north-all");
        var decisions = new[] { new { openId = "o-granted", template = RunningAbpHost.Template, decision = "accepted", accepts = 3 } };

        using var reported = await caller.PostAsJsonAsync(Api("grants"), new { appCredentialId = host.North.AppCredentialId, decisions });

        reported.IsSuccessStatusCode.ShouldBeTrue(await reported.Content.ReadAsStringAsync());
        var grants = await caller.GetFromJsonAsync<JsonElement>(Api("grants?openIds=o-granted"));
        grants.GetProperty("items").EnumerateArray().Single().GetProperty("remaining").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task The_API_is_described_to_Swagger_and_to_ABPs_client_proxies()
    {
        using var caller = host.Caller();
        var document = await caller.GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative));
        var definition = await caller.GetFromJsonAsync<JsonElement>(new Uri("/api/abp/api-definition", UriKind.Relative));

        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        foreach (var path in new[] { "/credentials", "/credentials/{id}", "/templates", "/grants", "/notifications", "/notifications/preview", "/deliveries/{id}/retry", "/broadcasts/{id}/list", "/broadcast-schedules", "/statistics", "/event-mappings", "/jobs/{name}/run" })
        {
            paths.ShouldContain(RunningAbpHost.Api + path);
        }

        var module = definition.GetProperty("modules").GetProperty(WeChatNotificationsRemoteService.Area);
        module.GetProperty("remoteServiceName").GetString().ShouldBe(WeChatNotificationsRemoteService.Name);
        module.GetProperty("controllers").EnumerateObject().Count().ShouldBe(20);
    }

    [Fact]
    public async Task The_audit_log_tells_who_did_what_and_no_secret()
    {
        var audits = new RecordedAudits();
        await using var audited = await RunningAbpHost.StartAsync(replace: services => services.AddSingleton<IAuditingStore>(audits));
        using var caller = audited.Caller("north-all");
        const string secret = "audited-secret-0123456789abcdef";

        (await caller.PostAsJsonAsync(Api("credentials"), new { appId = "wxaudit", name = "Audit", secret })).IsSuccessStatusCode.ShouldBeTrue();
        (await caller.PutAsJsonAsync(Api($"credentials/{audited.North.AppCredentialId}"), new { name = "x", secret })).IsSuccessStatusCode.ShouldBeTrue();

        await Testing.Eventually.Async(() => audits.Logs.Count >= 2, RunningAbpHost.Patience, "the audit log");
        audits.Logs.ShouldAllBe(l => l.UserName == "north-all" && l.TenantId == audited.North.Id);
        audits.Logs.SelectMany(l => l.Actions).Select(a => a.MethodName).ShouldContain("CreateAsync");
        JsonSerializer.Serialize(audits.Logs).ShouldNotContain(secret);
        audited.Logs.AllText.ShouldNotContain(secret);
    }

    private static Uri Api(string path) => new($"{RunningAbpHost.Api}/{path}", UriKind.Relative);

    private static object Order(object to) => new
    {
        template = RunningAbpHost.Template,
        to,
        data = new { orderNo = "A-1001", product = "2026-01-01", amount = 12.5m, paidAt = "2026-11-21T15:30:00+08:00", orderId = "1" },
    };

    private static async Task<string?> CodeOf(HttpResponseMessage answer)
        => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString();
}
