using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatNotifications.Abp.Tests.Support;

namespace WeChatNotifications.Abp.Tests.Http;

public sealed class MiniProgramTests(RunningAbpHost host)
{
    [Fact]
    public async Task A_user_logs_in_and_reports_permits_in_the_tenant_of_the_app_whatever_tenant_the_request_names()
    {
        var user = host.North.NewUser();
        using var phone = await PhoneAsync(host.North, user);
        phone.DefaultRequestHeaders.Add("__tenant", host.South.Id.ToString());
        var report = new
        {
            reportId = Guid.NewGuid(),
            formIds = new[] { new { formId = "form-" + user } },
            subscriptions = new[] { new { results = new Dictionary<string, string>(StringComparer.Ordinal) { [host.North.WeChatTemplate] = "accept" } } },
        };

        (await PostAsync(phone, "mini-program/permits", report)).GetProperty("accepted").GetInt32().ShouldBe(2);
        (await PostAsync(phone, "mini-program/permits", report)).GetProperty("repeated").GetBoolean().ShouldBeTrue();

        (await GetAsync(phone, "mini-program/permits")).GetProperty("formIds").GetInt32().ShouldBe(1);
        (await host.Database.QueryAsync<Guid>("""SELECT "TenantId" FROM "WeChatFormIdRecords" WHERE "OpenId" = $1""", user)).ShouldBe([host.North.Id]);
        (await host.Database.QueryAsync<Guid>("""SELECT "TenantId" FROM "WeChatSubscriptionGrants" WHERE "OpenId" = $1""", user)).ShouldBe([host.North.Id]);
        using var admin = host.Caller("north-all");
        (await GetAsync(admin, $"form-ids?openId={user}")).GetProperty("items").EnumerateArray().Single().GetProperty("messages").GetInt32().ShouldBe(1);
        using var stranger = host.Caller("south-all");
        (await GetAsync(stranger, $"form-ids?openId={user}")).GetProperty("items").EnumerateArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_who_is_signed_in_on_the_same_request_is_tied_to_the_openid()
    {
        var user = host.North.NewUser();
        using var signedIn = host.Caller("north-all");
        await LogInAsync(signedIn, host.North, user);
        using var ofAnother = host.Caller("south-all");
        var other = host.North.NewUser();
        await LogInAsync(ofAnother, host.North, other);

        var tied = await host.Database.QueryAsync<string>("""SELECT "UserId" FROM "WeChatRecipients" WHERE "OpenId" = $1""", user);
        Guid.Parse(tied.Single()).ShouldNotBe(Guid.Empty);
        (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatRecipients" WHERE "OpenId" = $1 AND "UserId" IS NULL""", other)).Single()
            .ShouldBe(1, "a user of another tenant is nobody here");
    }

    [Fact]
    public async Task Without_a_session_there_is_a_problem_in_the_callers_language_and_not_ABPs_log_in()
    {
        using var phone = host.Caller();
        phone.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-Hans");
        phone.DefaultRequestHeaders.Authorization = new("WeChatSession", "nonsense");

        using var answer = await phone.GetAsync(Api("mini-program/permits"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("WeChatSession");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe(WeChatNotificationsErrorCodes.SessionInvalid);
        problem.GetProperty("detail").GetString()!.ShouldContain("登录");
    }

    [Fact]
    public async Task The_templates_to_ask_for_are_those_of_the_users_app()
    {
        using var phone = await PhoneAsync(host.South, host.South.NewUser());

        var templates = (await GetAsync(phone, "mini-program/templates")).GetProperty("templates").EnumerateArray().ToList();

        templates.Select(t => t.GetProperty("templateId").GetString()).ShouldBe([host.South.WeChatTemplate]);
    }

    private async Task<HttpClient> PhoneAsync(Shop shop, string user)
    {
        var phone = host.Caller();
        phone.DefaultRequestHeaders.Authorization = new("WeChatSession", await LogInAsync(phone, shop, user));
        return phone;
    }

    private async Task<string> LogInAsync(HttpClient caller, Shop shop, string user)
    {
        var code = host.WeChat.IssueLoginCodes(new() { AppId = shop.AppId, OpenId = user }).Codes.Single();
        return (await PostAsync(caller, $"mini-program/{shop.AppId}/login", new { code })).GetProperty("session").GetString()!;
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
