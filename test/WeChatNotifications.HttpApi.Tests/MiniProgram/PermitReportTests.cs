using System.Globalization;
using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.MiniProgram;

public sealed class PermitReportTests(RunningHost host)
{
    private const string Permits = Shop.MiniProgram + "/permits";

    private static long Milliseconds => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [Fact]
    public async Task What_the_mini_program_collected_is_noted_once_however_often_it_is_told()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var phone = await shop.PhoneAsync("alice");
        var report = new
        {
            ReportId = Guid.NewGuid(),
            FormIds = new object[] { new { FormId = "form-1", CollectedAt = Milliseconds }, new { FormId = "form-2", CollectedAt = DateTimeOffset.UtcNow.AddHours(-1).ToString("O") } },
            PrepayIds = new[] { new { PrepayId = "wx21120000000001", PaidAt = Milliseconds } },
            Subscriptions = new[] { new { At = Milliseconds, Results = Words((Shop.WeChatTemplate, "acceptWithAudio")) } },
        };

        Shown(await phone.PostAsync(Permits, report)).ShouldBe("accepted 4, duplicates 0, mock 0, repeated false");
        Shown(await phone.PostAsync(Permits, report)).ShouldBe("accepted 0, duplicates 0, mock 0, repeated true");
        Shown(await phone.PostAsync(Permits, new { ReportId = Guid.NewGuid(), report.FormIds })).ShouldBe("accepted 0, duplicates 2, mock 0, repeated false");

        var own = (await phone.GetAsync(Permits)).ShouldBe(HttpStatusCode.OK);
        own["formIds"].ShouldBe("5");
        own.Json["subscriptions"]!.ToJsonString().ShouldBe($$"""[{"templateId":"{{Shop.WeChatTemplate}}","balance":1,"isLongTerm":false,"allowsSending":true}]""");
        (await shop.Admin.GetAsync($"{Shop.Grants}?openId=alice")).Json["items"]![0]!["remaining"]!.GetValue<int>().ShouldBe(1);

        // Another user's report of the same id is another report; their form ids are their own.
        var bob = await shop.PhoneAsync("bob");
        Shown(await bob.PostAsync(Permits, new { report.ReportId, report.Subscriptions })).ShouldBe("accepted 1, duplicates 0, mock 0, repeated false");
        (await bob.GetAsync(Permits))["formIds"].ShouldBe("0");
    }

    [Fact]
    public async Task Many_at_once_with_one_report_count_it_once()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var phone = await shop.PhoneAsync("alice");
        var report = new { ReportId = Guid.NewGuid(), Subscriptions = new[] { new { Results = Words((Shop.WeChatTemplate, "accept")) } } };
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => phone.PostAsync(Permits, report)));
        answers.Count(a => Shown(a).EndsWith("false", StringComparison.Ordinal)).ShouldBe(1);
        (await phone.GetAsync(Permits)).Json["subscriptions"]![0]!["balance"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_one_by_one_and_the_rest_stays()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var phone = await shop.PhoneAsync("alice");
        var answer = (await phone.With("Accept-Language", "zh-Hans").PostTextAsync(Permits, $$$"""
            {"reportId":"{{{Guid.NewGuid()}}}",
             "formIds":[{"formId":"good-1","collectedAt":{{{Milliseconds}}}},{"formId":""},{"formId":"the formId is a mock one"},{"formId":"has blanks in it"},
                {"formId":"old","collectedAt":{{{Milliseconds - (8L * 24 * 3600 * 1000)}}}},{"formId":7},7,{"formId":"x","collectedAt":"yesterday"},{"formId":"{{{new string('f', 200)}}}"},
                {"formId":"from-a-fast-clock","collectedAt":{{{Milliseconds + 3_600_000}}}}],
             "prepayIds":[{"prepayId":null},{"prepayId":"wx21","paidAt":-5}],
             "subscriptions":[{"results":{"{{{Shop.WeChatTemplate}}}":"reject","no-such-template":"accept"}},{"results":{"{{{Shop.WeChatTemplate}}}":"perhaps"}},{"results":{}},{"results":[]},{}]}
            """)).ShouldBe(HttpStatusCode.OK);

        Shown(answer).ShouldBe("accepted 3, duplicates 0, mock 1, repeated false");
        answer.Json["refused"]!.AsArray().Select(r => $"{r!["list"]}[{r["index"]}] {r["rule"]!.ToString().Split("Rule.")[1]}").ShouldBe(
        [
            "formIds[1] Required", "formIds[3] Characters", "formIds[4] FormIdExpired", "formIds[5] JsonType", "formIds[6] JsonType", "formIds[7] JsonType", "formIds[8] TooLong",
            "prepayIds[0] Required", "prepayIds[1] JsonType",
            "subscriptions[0] Unknown", "subscriptions[1] NotAllowed", "subscriptions[2] Required", "subscriptions[3] JsonType", "subscriptions[4] Required",
        ]);
        answer.Json["refused"]![2]!["message"]!.ToString().ShouldBe("formIds[4].formId 时间过久，微信已不再接受。");
        (await phone.GetAsync(Permits))["formIds"].ShouldBe("2");
    }

    [Fact]
    public async Task A_report_that_is_none_is_refused_as_a_whole_with_everything_that_is_wrong()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var phone = await shop.PhoneAsync("alice");
        (await phone.PostAsync(Permits, new
        {
            FormIds = Enumerable.Range(0, 101).Select(i => new { FormId = $"f{i}" }),
            PrepayIds = Enumerable.Range(0, 101).Select(i => new { PrepayId = $"p{i}" }),
            Subscriptions = Enumerable.Range(0, 21).Select(_ => new { Results = Words((Shop.WeChatTemplate, "accept")) }),
        })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["reportId: Required", "formIds: TooMany", "prepayIds: TooMany", "subscriptions: TooMany"]);
        (await phone.PostTextAsync(Permits, """{"reportId":"seven"}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["reportId: JsonType"]);
        (await phone.PostTextAsync(Permits, """{"reportId":"x","formids":{}}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
        (await phone.PostTextAsync(Permits, "{}", "text/plain")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "MediaType");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_64_kibibytes_is_413(bool isChunked)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var phone = await shop.PhoneAsync("alice");
        foreach (var (caller, path) in ((Caller, string)[])[(phone, Permits), (host.Anonymous(), $"{Shop.MiniProgram}/{shop.AppId}/login")])
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes($$"""{"code":"{{new string('x', 70_000)}}"}""");
            HttpContent content = isChunked ? new StreamContent(new Unmeasured(bytes)) : new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            (await caller.SendAsync(HttpMethod.Post, path, content)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "BodyTooLarge")["detail"]!.ShouldContain("65536");
        }
    }

    [Fact]
    public async Task The_templates_to_ask_for_are_those_that_run_out_first()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await TemplateAsync(shop, "shipped", "tmpl-shipped", "Shipped");
        await TemplateAsync(shop, "order-paid-too", Shop.WeChatTemplate, "Order paid");
        await TemplateAsync(shop, "paid-again", "tmpl-paid-again", "Order paid");
        await TemplateAsync(shop, "off", "tmpl-off", "Off", isEnabled: false);
        await TemplateAsync(shop, "member-news", "tmpl-news", "News", kind: "longTerm");
        var phone = await shop.PhoneAsync("alice");
        await ReportAsync(phone, ("tmpl-news", "accept"), (Shop.WeChatTemplate, "accept"), ("tmpl-shipped", "accept"));
        await ReportAsync(phone, ("tmpl-shipped", "accept"));

        // The long-term one is in force; of the two titles that are the same the emptier one is asked for.
        (await AskAsync(phone, "")).ShouldBe(["tmpl-paid-again 0", "tmpl-shipped 2"]);
        (await AskAsync(phone, "?max=1")).ShouldBe(["tmpl-paid-again 0"]);

        // Once it is refused, the long-term one comes last among equals: after one-time ones, with which the dialog does not show it.
        await ReportAsync(phone, ("tmpl-news", "reject"));
        (await AskAsync(phone, "?max=5")).ShouldBe(["tmpl-paid-again 0", "tmpl-shipped 2"]);

        (await phone.GetAsync(Shop.MiniProgram + "/templates?max=6")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["max: OutOfRange"]);
        (await phone.GetAsync(Shop.MiniProgram + "/templates?max=x&min=1")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["min: UnknownProperty", "max: JsonType"]);
    }

    [Fact]
    public async Task A_message_uses_up_what_the_mini_program_reported()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var phone = await shop.PhoneAsync("alice");
        await ReportAsync(phone, (Shop.WeChatTemplate, "accept"));
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
        (await phone.GetAsync(Permits)).Json["subscriptions"]![0]!["balance"]!.GetValue<int>().ShouldBe(0);
    }

    private static Dictionary<string, string> Words(params (string Template, string Word)[] results)
        => results.ToDictionary(r => r.Template, r => r.Word, StringComparer.Ordinal);

    private static async Task ReportAsync(Caller phone, params (string Template, string Word)[] results)
        => (await phone.PostAsync(Permits, new { ReportId = Guid.NewGuid(), Subscriptions = new[] { new { Results = Words(results) } } }))["accepted"]
            .ShouldBe(results.Length.ToString(CultureInfo.InvariantCulture));

    private static async Task<IReadOnlyList<string>> AskAsync(Caller phone, string query)
        => [.. (await phone.GetAsync(Shop.MiniProgram + "/templates" + query)).ShouldBe(HttpStatusCode.OK).Json["templates"]!.AsArray().Select(t => $"{t!["templateId"]} {t["balance"]}")];

    private static async Task TemplateAsync(Shop shop, string name, string weChatId, string title, bool isEnabled = true, string kind = "oneTime")
        => (await shop.Admin.PostAsync(Shop.Templates, new
        {
            Name = name,
            AppCredentialId = shop.CredentialId,
            WeChatTemplateId = weChatId,
            Title = title,
            IsEnabled = isEnabled,
            SubscriptionKind = kind,
            Fields = new[] { new { Key = "thing1", Name = "what" } },
        })).ShouldBe(HttpStatusCode.Created);

    private static string Shown(ApiAnswer answer)
        => answer.ShouldBe(HttpStatusCode.OK) is var a ? $"accepted {a["accepted"]}, duplicates {a["duplicates"]}, mock {a["mock"]}, repeated {a["repeated"]}" : "";

    /// <summary>A body whose length nobody says, so that it travels in chunks.</summary>
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
