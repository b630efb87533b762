using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Security;

namespace WeChatNotifications.HttpApi.Tests.MiniProgram;

/// <summary>What is taken for a session, and for how long.</summary>
public sealed class MiniProgramSessionTests(RunningHost host)
{
    private const string Permits = Shop.MiniProgram + "/permits";

    [Fact]
    public async Task Only_what_we_made_for_this_purpose_and_nobody_changed_is_a_session()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.PhoneAsync("alice");
        var good = Craft(shop.TenantId, shop.CredentialId, "alice", age: TimeSpan.Zero);
        (await CallAsync(good)).ShouldBe(HttpStatusCode.OK);

        var middle = good.Length / 2;
        var changed = good[..middle] + (good[middle] == 'A' ? 'B' : 'A') + good[(middle + 1)..];
        foreach (var session in (string[])[changed, good[..^5], "", "x", new string('x', 5_000), Protect(SecretPurposes.AccessToken, "{}"), Protect(SecretPurposes.MiniProgramSession, "no json")])
        {
            (await CallAsync(session)).ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid");
        }
    }

    [Fact]
    public async Task A_session_is_over_after_its_time_and_says_so_in_the_callers_language()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.PhoneAsync("alice");
        (await CallAsync(Craft(shop.TenantId, shop.CredentialId, "alice", age: TimeSpan.FromDays(6.9)))).ShouldBe(HttpStatusCode.OK);
        var answer = await host.Anonymous().With("Accept-Language", "zh-CN")
            .With("Authorization", "WeChatSession " + Craft(shop.TenantId, shop.CredentialId, "alice", age: TimeSpan.FromDays(7.1))).GetAsync(Permits);
        answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid")["detail"]!.ShouldContain("重新登录");
    }

    [Fact]
    public async Task A_session_that_mixes_tenants_opens_nothing()
    {
        var (ours, theirs) = (await (await host.NewShopAsync()).OpenAsync(), await (await host.NewShopAsync()).OpenAsync());
        await theirs.PhoneAsync("alice");
        (await CallAsync(Craft(ours.TenantId, theirs.CredentialId, "alice", TimeSpan.Zero))).ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid");
        (await CallAsync(Craft(theirs.TenantId, ours.CredentialId, "alice", TimeSpan.Zero))).ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid");
        (await CallAsync(Craft(null, theirs.CredentialId, "alice", TimeSpan.Zero))).ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid");
    }

    [Fact]
    public async Task Whoever_is_forgotten_is_unknown_until_they_log_in_again()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var phone = await shop.PhoneAsync("alice");
        (await phone.PostAsync(Permits, new
        {
            ReportId = Guid.NewGuid(),
            FormIds = new[] { new { FormId = "form-1", CollectedAt = DateTimeOffset.UtcNow } },
            Subscriptions = new[] { new { Results = new Dictionary<string, string>(StringComparer.Ordinal) { [Shop.WeChatTemplate] = "accept" } } },
        }))["accepted"].ShouldBe("2");
        var id = (await shop.Admin.GetAsync(Shop.Recipients)).Json["items"]![0]!["id"]!.ToString();
        (await shop.Admin.DeleteAsync($"{Shop.Recipients}/{id}")).ShouldBe(HttpStatusCode.NoContent);

        (await phone.GetAsync(Permits)).ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid");
        (await shop.Admin.GetAsync(Shop.Grants)).Json["items"]!.AsArray().ShouldBeEmpty();
        var again = (await (await shop.PhoneAsync("alice")).GetAsync(Permits)).ShouldBe(HttpStatusCode.OK);
        (again["formIds"], again.Json["subscriptions"]!.AsArray().Count).ShouldBe(("0", 0));
    }

    [Fact]
    public async Task With_the_account_go_its_sessions()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var phone = await shop.PhoneAsync("alice");
        (await shop.Admin.DeleteAsync($"{Shop.Templates}/{shop.TemplateId}")).ShouldBe(HttpStatusCode.NoContent);
        (await shop.Admin.DeleteAsync($"{Shop.Credentials}/{shop.CredentialId}")).ShouldBe(HttpStatusCode.NoContent);
        (await phone.GetAsync(Permits)).ShouldBeProblem(HttpStatusCode.Unauthorized, "SessionInvalid");
    }

    private Task<ApiAnswer> CallAsync(string session) => host.Anonymous().With("Authorization", "WeChatSession " + session).GetAsync(Permits);

    private string Craft(Guid? tenant, Guid app, string openId, TimeSpan age)
    {
        var issued = DateTimeOffset.UtcNow - age;
        return Protect(SecretPurposes.MiniProgramSession, JsonSerializer.Serialize(new
        {
            Tenant = tenant,
            App = app,
            OpenId = openId,
            Issued = issued.ToUnixTimeSeconds(),
            Expires = issued.AddDays(7).ToUnixTimeSeconds(),
        }));
    }

    private string Protect(string purpose, string text) => host.App.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose).Protect(text);
}
