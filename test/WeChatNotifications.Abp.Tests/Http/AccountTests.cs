using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Http;

/// <summary>What administrators do about an account's people and templates, over ABP's API.</summary>
public sealed class AccountTests
{
    private const string OfficialAccount = "wxaccount0000001";
    private const string Secret = "account-secret-0123456789abcdef";

    [Fact]
    public async Task Followers_are_imported_by_a_worker_and_seen_by_their_tenant_only()
    {
        await using var host = await RunningAbpHost.StartAsync();
        host.WeChat.Seed(new() { Apps = [new() { AppId = OfficialAccount, Secret = Secret, Kind = AppKind.OfficialAccount, Followers = new() { Count = 250 } }] });
        using var admin = host.Caller("north-all");
        var account = (await PostAsync(admin, "credentials", new { appId = OfficialAccount, name = "Account", kind = "officialAccount", secret = Secret })).GetProperty("id").GetGuid();

        var import = (await PostAsync(admin, "recipients/imports", new { appCredentialId = account })).GetProperty("id").GetGuid();
        using var second = await admin.PostAsJsonAsync(Api("recipients/imports"), new { appCredentialId = account });

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var done = await Eventually.GetAsync(
            async () => await GetAsync(admin, $"recipients/imports/{import}") is var i && i.GetProperty("status").GetString() == "completed" ? i.ToString() : null,
            RunningAbpHost.Patience, "the import is completed");
        JsonDocument.Parse(done).RootElement.GetProperty("imported").GetInt64().ShouldBe(250);
        var page = await GetAsync(admin, $"recipients?appCredentialId={account}&isSubscribed=true&pageSize=500");
        page.GetProperty("items").GetArrayLength().ShouldBe(250);
        var one = page.GetProperty("items")[0].GetProperty("id").GetGuid();
        using var stranger = host.Caller("south-all");
        (await GetAsync(stranger, "recipients")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await stranger.DeleteAsync(Api($"recipients/{one}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.DeleteAsync(Api($"recipients/{one}"))).IsSuccessStatusCode.ShouldBeTrue();
        (await admin.GetAsync(Api($"recipients/{one}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Templates_at_WeChat_are_looked_up_taken_over_and_added_from_the_public_library()
    {
        await using var host = await RunningAbpHost.StartAsync();
        using var admin = host.Caller("north-all");
        var app = host.North.AppCredentialId;
        host.WeChat.SetTemplate(new() { AppId = host.North.AppId, TemplateId = "tmpl-shipped", Title = "发货通知", Content = "商品:{{thing1.DATA}}\n时间:{{time2.DATA}}\n" });

        var looked = await PostAsync(admin, "templates/sync", new { appCredentialId = app, force = true });
        var remote = looked.GetProperty("templates").EnumerateArray().Single(t => t.GetProperty("weChatTemplateId").GetString() == "tmpl-shipped").GetProperty("id").GetGuid();
        var adopted = await PostAsync(admin, $"templates/remote/{remote}/adopt", new { name = "shipped" });

        adopted.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("key").GetString()).ShouldBe(["thing1", "time2"]);
        using var inUse = await admin.DeleteAsync(Api($"templates/remote/{remote}"));
        inUse.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var category = (await GetAsync(admin, $"templates/library/categories?appCredentialId={app}"))[0].GetProperty("id").GetInt64();
        var titles = await GetAsync(admin, $"templates/library/titles?appCredentialId={app}&categoryIds={category}");
        var tid = titles.GetProperty("titles")[0].GetProperty("tid").GetString();
        var kids = (await GetAsync(admin, $"templates/library/keywords?appCredentialId={app}&tid={tid}")).EnumerateArray().Take(2).Select(k => k.GetProperty("kid").GetInt32()).ToList();
        var added = await PostAsync(admin, "templates/library/add", new { appCredentialId = app, tid, kidList = kids, sceneDesc = "发货", name = "from-library" });
        added.GetProperty("template").GetProperty("name").GetString().ShouldBe("from-library", added.ToString());
    }

    [Fact]
    public async Task What_WeChat_refuses_is_a_conflict_with_its_code_and_silence_is_another_answer()
    {
        await using var host = await RunningAbpHost.StartAsync();
        using var admin = host.Caller("north-all");
        var app = host.North.AppCredentialId;
        host.WeChat.AddFault(new() { Kind = WeChatNotifications.Simulator.Faults.FaultKind.WeChatError, Path = "/wxaapi/newtmpl/getcategory", ErrorCode = 200014 });

        using var refused = await admin.GetAsync(Api($"templates/library/categories?appCredentialId={app}"));

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var error = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(WeChatNotificationsErrorCodes.WeChatRefused);
        error.GetProperty("data").GetProperty("errorCode").GetInt32().ShouldBe(200014);
        host.WeChat.ClearFaults();
        host.WeChat.AddFault(new() { Kind = WeChatNotifications.Simulator.Faults.FaultKind.ResetBefore, Path = "/wxaapi/newtmpl/getcategory" });
        using var silent = await admin.GetAsync(Api($"templates/library/categories?appCredentialId={app}"));
        silent.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static async Task<JsonElement> PostAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync(Api(path), body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<JsonElement> GetAsync(HttpClient caller, string path) => caller.GetFromJsonAsync<JsonElement>(Api(path));

    private static Uri Api(string path) => new($"{RunningAbpHost.Api}/{path}", UriKind.Relative);
}
