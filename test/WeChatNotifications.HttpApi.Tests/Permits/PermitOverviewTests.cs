using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Permits;

public sealed class PermitOverviewTests(RunningHost host)
{
    private const string Grants = RunningHost.Api + "/permits/grants";
    private const string FormIds = RunningHost.Api + "/permits/form-ids";

    [Fact]
    public async Task Balances_are_added_up_by_template_and_messages_by_day()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await ReportAsync(shop, "alice", "accepted", 5);
        await ReportAsync(shop, "bob", "accepted", 2);
        await ReportAsync(shop, "carol", "rejected");
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");

        var overview = (await shop.Admin.GetAsync($"{Grants}?appCredentialId={shop.CredentialId}&days=3")).ShouldBe(HttpStatusCode.OK).Json;

        var template = overview["templates"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(template, "weChatTemplateId"), Text(template, "users"), Text(template, "reachable"), Text(template, "unreachable")).ShouldBe((Shop.WeChatTemplate, "3", "2", "1"));
        template["templates"]!.AsArray().Select(t => t!.ToString()).ShouldBe(["order-paid"]);
        template["decisions"]!.AsArray().Select(d => (Text(d!, "decision"), Text(d!, "users"))).ShouldBe([("accepted", "2"), ("rejected", "1")]);
        Text(template, "messagesLeft").ShouldBe("6");
        overview["spent"]!.AsArray().Select(d => Text(d!, "count")).ShouldBe(["0", "0", "1"]);
        Text(overview, "timeZone").ShouldBe("Asia/Shanghai");
    }

    [Fact]
    public async Task Form_ids_are_added_up_by_days_left_and_by_the_day_they_were_collected()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var now = DateTimeOffset.UtcNow;
        (await shop.Admin.PostAsync($"{RunningHost.Api}/form-ids", new
        {
            AppCredentialId = shop.CredentialId,
            Items = new object[]
            {
                new { OpenId = "alice", FormId = "f-1" },
                new { OpenId = "alice", FormId = "p-1", Kind = "prepayId" },
                new { OpenId = "bob", FormId = "f-2", CollectedAt = now.AddDays(-2) },
            },
        })).ShouldBe(HttpStatusCode.OK);

        var overview = (await shop.Admin.GetAsync($"{FormIds}?appCredentialId={shop.CredentialId}")).ShouldBe(HttpStatusCode.OK).Json;

        var left = overview["left"]!.AsArray();
        left.Select(l => Text(l!, "days")).ShouldBe(["0", "1", "2", "3", "4", "5", "6", "7"]);
        left.Where(l => Text(l!, "messages") != "0").Select(l => (Text(l!, "days"), Text(l!, "formIds"), Text(l!, "prepayIds"), Text(l!, "messages")))
            .ShouldBe([("4", "1", "0", "1"), ("6", "1", "1", "4")]);
        overview["collected"]!.AsArray().Select(d => (Text(d!, "formIds"), Text(d!, "prepayIds"))).Where(d => d != ("0", "0")).ShouldBe([("1", "0"), ("1", "1")]);
        overview["collected"]!.AsArray().Count.ShouldBe(8);
        overview["spent"]!.AsArray().Count.ShouldBe(14);
    }

    [Theory]
    [InlineData("", "appCredentialId: Required")]
    [InlineData("?appCredentialId=00000000-0000-0000-0000-000000000001", "appCredentialId: Unknown")]
    [InlineData("?appCredentialId=7", "appCredentialId: JsonType")]
    [InlineData("?days=91", "days: OutOfRange|appCredentialId: Required")]
    [InlineData("?timeZone=Nowhere", "timeZone: TimeZone|appCredentialId: Required")]
    public async Task A_question_that_cannot_be_answered_is_refused(string query, string violations)
    {
        var shop = await host.NewShopAsync();
        foreach (var path in new[] { Grants, FormIds })
        {
            (await shop.Admin.GetAsync(path + query)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(violations.Split('|'));
        }
    }

    private static async Task ReportAsync(Shop shop, string openId, string decision, int accepts = 1)
        => (await shop.Admin.PostAsync(Shop.Grants, new
        {
            AppCredentialId = shop.CredentialId,
            Decisions = new[] { new { OpenId = openId, Template = "order-paid", Decision = decision, Accepts = accepts } },
        })).ShouldBe(HttpStatusCode.NoContent);

    private static string Text(JsonNode node, string property) => node[property]!.ToString();
}
