using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Tests.Auditing;

/// <summary>Who changed what, as an administrator reads it.</summary>
public sealed class AuditTrailTests(RunningHost host)
{
    private const string Audit = RunningHost.Api + "/audit";

    [Fact]
    public async Task Every_administrative_act_is_told_with_its_author_and_newest_first()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var account = $"{Shop.Credentials}/{shop.CredentialId}";
        (await shop.Admin.PostAsync(account + "/pause", new { Detail = "Holiday" })).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PostAsync(account + "/resume")).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PutAsync(account + "/callbacks", new { Mode = "plain", Token = host.Secret("t0ken" + Guid.NewGuid().ToString("N")[..20]) })).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PutAsync($"{Shop.Templates}/{shop.TemplateId}", shop.NewTemplate("renamed"))).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PutAsync($"{Shop.Templates}/{shop.TemplateId}", shop.NewTemplate())).ShouldBe(HttpStatusCode.OK);
        var delivery = await shop.SendTomorrowAsync();
        await shop.Admin.PostAsync($"{Shop.Deliveries}/{delivery}/cancel");
        await shop.Admin.PostAsync($"{Shop.Deliveries}/{delivery}/retry");

        var entries = (await shop.Admin.GetAsync(Audit)).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray();

        entries.Select(e => $"{e!["action"]} {e["kind"]}").ShouldBe(
        [
            "retried delivery", "cancelled delivery", "changed messageTemplate", "changed messageTemplate", "changed appCredential",
            "resumed appCredential", "paused appCredential", "created messageTemplate", "created appCredential",
        ]);
        entries.Select(e => e!["userName"]!.ToString()).Distinct().ShouldBe(["Test"]);
        entries.Select(e => Guid.Parse(e!["userId"]!.ToString())).Distinct().Count().ShouldBe(1);
        FieldsOf(entries[3]!).ShouldBe(["name"]);
        FieldsOf(entries[4]!).ShouldBe(["callbackMode", "callbackToken"], ignoreOrder: true);
        entries[4]!["changes"]!.AsArray().Single(c => c!["field"]!.ToString() == "callbackToken")!.ToJsonString().ShouldContain("\"isSecret\":true");
    }

    [Fact]
    public async Task Of_a_new_secret_the_trail_knows_only_that_it_came()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var second = host.Secret(Guid.NewGuid().ToString("N"));
        (await shop.Admin.PutAsync($"{Shop.Credentials}/{shop.CredentialId}", new { Name = "Tea shop", Secret = second })).ShouldBe(HttpStatusCode.OK);

        // The caller refuses an answer with a known secret in it.
        var entry = (await shop.Admin.GetAsync(Audit + "?pageSize=1")).ShouldBe(HttpStatusCode.OK).Json["items"]![0]!;

        var change = entry["changes"]!.AsArray().Single()!;
        (change["field"]!.ToString(), change["old"], change["new"], (bool)change["isSecret"]!).ShouldBe(("secret", null, null, true));
        (await host.Database.QueryAsync<string>("""select row_to_json(a)::text from "WeChatAuditEntries" a where "TenantId" = $1""", shop.TenantId))
            .ShouldAllBe(row => !row.Contains(second) && !row.Contains(shop.AppSecret) && !row.Contains(second.Substring(28)));
    }

    [Fact]
    public async Task The_trail_is_filtered_and_paged()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.GetAsync(Audit + "?kind=messageTemplate&action=created")).Json["items"]!.AsArray().ShouldHaveSingleItem()!["entityId"]!.ToString().ShouldBe(shop.TemplateId.ToString());
        (await shop.Admin.GetAsync($"{Audit}?entityId={shop.CredentialId}")).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await shop.Admin.GetAsync(Audit + "?userId=nobody")).Json["items"]!.AsArray().ShouldBeEmpty();
        (await shop.Admin.GetAsync(Audit + "?to=2020-01-01T00:00:00Z")).Json["items"]!.AsArray().ShouldBeEmpty();

        var first = await shop.Admin.GetAsync(Audit + "?pageSize=1");
        var second = await shop.Admin.GetAsync($"{Audit}?pageSize=1&cursor={first["next"]}");
        second.Json["items"]![0]!["id"]!.ToString().ShouldNotBe(first.Json["items"]![0]!["id"]!.ToString());
        second.Json["next"].ShouldBeNull();
        (await shop.Admin.GetAsync(Audit + "?pageSize=0&kind=house")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
    }

    [Theory]
    [InlineData("en", "Created: app credential")]
    [InlineData("zh-CN", "已新建应用凭证")]
    public async Task An_entry_has_a_text_in_the_readers_language(string language, string text)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.With("Accept-Language", language).GetAsync(Audit + "?kind=appCredential")).Json["items"]![0]!["text"]!.ToString().ShouldBe(text);
    }

    [Fact]
    public async Task A_tenant_sees_its_own_trail_only()
    {
        var theirs = await (await host.NewShopAsync()).OpenAsync();
        var ours = await host.NewShopAsync();
        (await ours.Admin.GetAsync($"{Audit}?entityId={theirs.CredentialId}")).Json["items"]!.AsArray().ShouldBeEmpty();
        var caller = await host.CallerAsync(theirs.TenantId, WeChatNotificationsPermissions.All.Where(p => p != WeChatNotificationsPermissions.Audit.Default));
        (await caller.GetAsync(Audit)).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static IEnumerable<string> FieldsOf(JsonNode entry) => entry["changes"]!.AsArray().Select(c => c!["field"]!.ToString());
}
