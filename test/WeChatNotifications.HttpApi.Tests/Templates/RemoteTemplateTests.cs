using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Simulator.Faults;

namespace WeChatNotifications.HttpApi.Tests.Templates;

/// <summary>WeChat's side of templates over HTTP.</summary>
public sealed class RemoteTemplateTests(RunningHost host)
{
    private const string Sync = Shop.Templates + "/sync";
    private const string Remote = Shop.Templates + "/remote";
    private const string Library = Shop.Templates + "/library";
    private const string ListPath = "/wxaapi/newtmpl/gettemplate";

    [Fact]
    public async Task Templates_are_looked_at_taken_over_and_deleted()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.SetTemplate(new() { AppId = shop.AppId, TemplateId = "tmpl-meeting", Title = "会议通知", Content = "会议时间:{{date2.DATA}}\n" });
        (await shop.Admin.GetAsync($"{Shop.Templates}/{shop.TemplateId}")).Json["drift"].ShouldBeNull();

        var look = (await shop.Admin.PostAsync(Sync, new { AppCredentialId = shop.CredentialId })).ShouldBe(HttpStatusCode.OK);
        (look["askedWeChat"], look["added"]).ShouldBe(("true", "2"));
        (await shop.Admin.PostAsync(Sync, new { AppCredentialId = shop.CredentialId }))["askedWeChat"].ShouldBe("false");
        (await shop.Admin.GetAsync($"{Shop.Templates}/{shop.TemplateId}")).Json["drift"]!.AsArray().ShouldBeEmpty();

        var meeting = Named(await shop.Admin.GetAsync($"{Remote}?appCredentialId={shop.CredentialId}"), "tmpl-meeting");
        meeting["fields"]!.ToJsonString().ShouldContain("\"type\":\"date\"");
        meeting["channel"]!.ToString().ShouldBe("subscribeMessage");
        var path = $"{Remote}/{meeting["id"]}";
        (await shop.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK)["title"].ShouldBe("会议通知");

        var adopted = (await shop.Admin.PostAsync(path + "/adopt", new { Name = "meeting", FieldNames = new { date2 = "when" } })).ShouldBe(HttpStatusCode.Created);
        adopted.Headers.Location?.ToString().ShouldBe($"{Shop.Templates}/{adopted.Id}");
        adopted.Json["fields"]![0]!["name"]!.ToString().ShouldBe("when");
        (await shop.Admin.DeleteAsync(path)).ShouldBeProblem(HttpStatusCode.Conflict, "InUse")["detail"]!.ShouldContain("meeting");

        (await shop.Admin.DeleteAsync($"{Shop.Templates}/{adopted.Id}")).ShouldBe(HttpStatusCode.NoContent);
        (await shop.Admin.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
        (await shop.Admin.GetAsync(path))["deletedAt"].ShouldNotBeNull();
        (await shop.Admin.PostAsync(path + "/adopt", new { Name = "meeting" })).ShouldBeProblem(HttpStatusCode.Conflict, "RemoteTemplateGone");
    }

    [Fact]
    public async Task A_template_from_the_library_becomes_a_message_template_in_one_step()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var app = $"appCredentialId={shop.CredentialId}";
        (await shop.Admin.GetAsync($"{Library}/categories?{app}")).ShouldBe(HttpStatusCode.OK).Json.AsArray().ShouldContain(c => c!["id"]!.GetValue<long>() == 307);
        var titles = (await shop.Admin.GetAsync($"{Library}/titles?{app}&categoryId=307&categoryId=411&start=0&limit=2")).ShouldBe(HttpStatusCode.OK);
        titles.Json["titles"]!.AsArray().Count.ShouldBe(2);
        (await shop.Admin.GetAsync($"{Library}/keywords?{app}&tid=1476")).ShouldBe(HttpStatusCode.OK).Json[0]!["rule"]!.ToString().ShouldBe("character_string");

        var added = (await shop.Admin.PostAsync($"{Library}/add", new
        {
            AppCredentialId = shop.CredentialId,
            Tid = "1476",
            KidList = new[] { 2, 3 },
            SceneDesc = "付款通知",
            Name = "paid",
        })).ShouldBe(HttpStatusCode.OK);
        added.Json["notice"].ShouldBeNull();
        added.Json["template"]!["name"]!.ToString().ShouldBe("paid");
        added.Json["remote"]!["weChatTemplateId"]!.ToString().ShouldBe(added["weChatTemplateId"]);
    }

    [Fact]
    public async Task What_is_wrong_in_a_question_is_named()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var app = $"appCredentialId={shop.CredentialId}";

        Violations(await shop.Admin.GetAsync($"{Library}/categories")).ShouldBe(["appCredentialId: Required"]);
        Violations(await shop.Admin.GetAsync($"{Library}/titles?{app}")).ShouldBe(["categoryId: Required"]);
        Violations(await shop.Admin.GetAsync($"{Library}/titles?{app}&categoryId=x&limit=y")).ShouldBe(["categoryId: JsonType", "limit: JsonType"], ignoreOrder: true);
        Violations(await shop.Admin.GetAsync($"{Library}/titles?{app}&categoryId=307&limit=31&start=-1")).ShouldBe(["start: OutOfRange", "limit: OutOfRange"], ignoreOrder: true);
        Violations(await shop.Admin.GetAsync($"{Library}/keywords?{app}")).ShouldBe(["tid: Required"]);
        Violations(await shop.Admin.GetAsync($"{Remote}?app=1")).ShouldBe(["app: UnknownProperty"]);
        Violations(await shop.Admin.PostAsync($"{Library}/add", new { AppCredentialId = shop.CredentialId, KidList = Array.Empty<int>() }))
            .ShouldBe(["tid: Required", "kidList: Count", "sceneDesc: Required"], ignoreOrder: true);
        Violations(await shop.Admin.PostAsync(Sync, new { Force = true })).ShouldBe(["appCredentialId: Required"]);
    }

    [Theory]
    [InlineData("en", "Refused by WeChat", "daily quota")]
    [InlineData("zh-CN", "被微信拒绝", "调用次数已用完")]
    public async Task A_spent_quota_of_WeChats_is_told_in_the_callers_language(string language, string title, string words)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.AddFault(new() { Kind = FaultKind.WeChatError, ErrorCode = 45009, Path = ListPath, AppId = shop.AppId });

        var answer = (await shop.Admin.With("Accept-Language", language).PostAsync(Sync, new { AppCredentialId = shop.CredentialId }))
            .ShouldBeProblem(HttpStatusCode.Conflict, "WeChatRefused");

        answer["title"].ShouldBe(title);
        answer["detail"]!.ShouldContain(words);
        answer.Json["weChat"]!["errorCode"]!.GetValue<int>().ShouldBe(45009);
        answer.Json["weChat"]!["rid"]!.ToString().ShouldNotBeEmpty();
        answer.Body.ShouldNotContain("access_token");
    }

    [Fact]
    public async Task A_WeChat_that_is_away_is_503()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.AddFault(new() { Kind = FaultKind.ResetBefore, Path = ListPath, AppId = shop.AppId });

        var answer = (await shop.Admin.PostAsync(Sync, new { AppCredentialId = shop.CredentialId }))
            .ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "WeChatUnreachable");

        answer.Json["weChat"].ShouldBeNull();
        answer.Body.ShouldNotContain("access_token");
    }

    private static IReadOnlyList<string> Violations(ApiAnswer answer) => answer.ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations;

    private static JsonNode Named(ApiAnswer list, string weChatTemplateId)
        => list.Json.AsArray().Single(t => t!["weChatTemplateId"]!.ToString() == weChatTemplateId)!;
}
