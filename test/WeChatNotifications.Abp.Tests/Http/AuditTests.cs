using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Auditing;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Abp.Tests.Http;

public sealed class AuditTests
{
    private const string OpenId = "o-somebody-private";

    [Fact]
    public async Task The_audit_log_tells_who_did_what_but_no_key_no_session_and_no_openid()
    {
        var audits = new RecordedAudits();
        await using var host = await RunningAbpHost.StartAsync(replace: services =>
        {
            services.AddSingleton<IAuditingStore>(audits);
            services.Configure<AbpAuditingOptions>(o => o.IsEnabledForGetRequests = true);
        });
        using var admin = host.Caller("north-all");
        var app = host.North.AppCredentialId;

        var keys = await PostAsync(admin, $"credentials/{app}/callbacks/generate", new { });
        var (token, aesKey) = (keys.GetProperty("token").GetString()!, keys.GetProperty("encodingAesKey").GetString()!);
        await PutAsync(admin, $"credentials/{app}/callbacks", new { mode = "secure", token, encodingAesKey = aesKey });
        await PostAsync(admin, "form-ids", new { appCredentialId = app, items = new[] { new { openId = OpenId, formId = "form-private" } } });
        await PutAsync(admin, "recipients/links", new { appCredentialId = app, openId = OpenId, userId = "42" });
        await PostAsync(admin, "notifications", new { template = RunningAbpHost.Template, to = OpenId, data = Shop.Order(OpenId).Data });
        await PostAsync(admin, "grants", new { appCredentialId = app, decisions = new[] { new { openId = OpenId, template = RunningAbpHost.Template, decision = "accepted" } } });
        var code = host.WeChat.IssueLoginCodes(new() { AppId = host.North.AppId, OpenId = OpenId }).Codes.Single();
        using var phone = host.Caller();
        var session = (await PostAsync(phone, $"mini-program/{host.North.AppId}/login", new { code })).GetProperty("session").GetString()!;
        phone.DefaultRequestHeaders.Authorization = new("WeChatSession", session);
        await PostAsync(phone, "mini-program/permits", new { reportId = Guid.NewGuid(), formIds = new[] { new { formId = "form-private-2" } } });
        var push = new Pusher(host.North.AppId, token, aesKey).Sign(PushedBodies.Text(OpenId, 1, "private words"), PushProtection.Secure);
        using var body = new ByteArrayContent(push.Body);
        (await phone.PostAsync(Api($"callback/{host.North.AppId}{push.QueryString}"), body)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Eventually.Async(() => audits.Logs.Count(l => l.HttpMethod is not null) >= 6, RunningAbpHost.Patience, "the audit log");
        var text = JsonSerializer.Serialize(audits.Logs);
        text.ShouldContain("WeChatCallbackAppService");
        text.ShouldContain("WeChatRecipientAppService");
        foreach (var secret in new[] { token, aesKey, OpenId, "form-private", code, session, push.Query.Signature! })
        {
            text.ShouldNotContain(secret);
        }

        audits.Logs.ShouldNotContain(l => l.Url != null && l.Url.Contains("/callback/", StringComparison.Ordinal));
        host.Logs.Lines.Where(l => l.Category.StartsWith("WeChatNotifications", StringComparison.Ordinal)).ShouldAllBe(l => !l.ToString().Contains(session, StringComparison.Ordinal));
    }

    private static async Task<JsonElement> PostAsync(HttpClient caller, string path, object body) => await ReadAsync(await caller.PostAsJsonAsync(Api(path), body));

    private static async Task<JsonElement> PutAsync(HttpClient caller, string path, object body) => await ReadAsync(await caller.PutAsJsonAsync(Api(path), body));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private static Uri Api(string path) => new($"{RunningAbpHost.Api}/{path}", UriKind.Relative);
}
