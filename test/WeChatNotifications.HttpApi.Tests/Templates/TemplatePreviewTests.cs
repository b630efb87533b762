using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Templates;

public sealed class TemplatePreviewTests(RunningHost host)
{
    private const string Path = Shop.Templates + "/preview";

    [Fact]
    public async Task A_template_that_nobody_has_saved_is_shown_field_by_field_and_as_a_card()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = (await shop.Admin.PostAsync(Path, new
        {
            AppCredentialId = shop.CredentialId,
            Title = "付款成功",
            Fields = new object[] { new { Key = "thing2", Name = "product" }, new { Key = "amount3", Name = "amount" } },
            PagePattern = "pages/order?id={orderId}",
            Samples = new Dictionary<string, string?>(StringComparer.Ordinal) { ["product"] = new string('茶', 25), ["amount3"] = "12.5", ["orderId"] = "7" },
        })).ShouldBe(HttpStatusCode.OK);

        var fields = answer.Json["fields"]!.AsArray();
        fields.Select(f => f!["key"]!.ToString()).ShouldBe(["thing2", "amount3"]);
        (fields[0]!["length"]!.GetValue<int>(), fields[0]!["max"]!.GetValue<int>(), fields[0]!["type"]!.ToString()).ShouldBe((25, 20, "thing"));
        fields[0]!["rule"]!.ToString().ShouldBe("product must have 1 to 20 characters.");
        fields[1]!["rendered"]!.ToString().ShouldBe("¥12.50");
        answer.Json["violations"]!.AsArray().ShouldBeEmpty();
        var card = answer.Json["card"]!;
        (card["title"]!.ToString(), card["page"]!.ToString()).ShouldBe(("付款成功", "pages/order?id=7"));
        card["rows"]!.AsArray().Select(r => $"{r!["label"]}={r["value"]}").ShouldBe([$"product={fields[0]!["rendered"]}", "amount=¥12.50"]);
        (await shop.Admin.GetAsync(Shop.Templates)).Json.AsArray().Count.ShouldBe(1, "nothing is stored");
    }

    [Fact]
    public async Task WeChats_own_labels_and_title_are_used_where_they_are_known()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync($"{Shop.Templates}/sync", new { AppCredentialId = shop.CredentialId })).ShouldBe(HttpStatusCode.OK);
        var remote = (await shop.Admin.GetAsync($"{Shop.Templates}/remote")).Json.AsArray().Single()!;
        var label = remote["fields"]![1]!["label"]!.ToString();

        var answer = await shop.Admin.PostAsync(Path, new { AppCredentialId = shop.CredentialId, WeChatTemplateId = Shop.WeChatTemplate, Fields = new object[] { new { Key = "thing2", Name = "product" } } });

        answer.Json["fields"]![0]!["label"]!.ToString().ShouldBe(label);
        answer.Json["card"]!["title"]!.ToString().ShouldBe(remote["title"]!.ToString());
    }

    [Fact]
    public async Task The_line_that_is_shown_large_stands_alone()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var card = (await shop.Admin.PostAsync(Path, new
        {
            Channel = "templateMessage",
            Fields = new object[] { new { Key = "keyword1", Name = "price", Color = "#173177" }, new { Key = "keyword2", Name = "shop" } },
            EmphasisKeyword = "keyword1",
        })).ShouldBe(HttpStatusCode.OK).Json["card"]!;
        (card["emphasis"]!["label"]!.ToString(), card["emphasis"]!["color"]!.ToString()).ShouldBe(("price", "#173177"));
        card["rows"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wrong_is_told_in_the_callers_language_and_is_no_error()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = (await shop.Admin.With("Accept-Language", "zh-CN").PostAsync(Path, new { Fields = new object?[] { new { Key = "phrase1" }, null }, Samples = new { phrase1 = "shipped" } }))
            .ShouldBe(HttpStatusCode.OK);
        answer.Json["fields"]![0]!["violations"]![0]!["message"]!.ToString().ShouldContain("汉字");
        answer.Json["fields"]![1]!["violations"]!.AsArray().ShouldNotBeEmpty();

        (await shop.Admin.PostAsync(Path, new { AppCredentialId = Guid.NewGuid() })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Unknown"]);
        (await shop.Admin.PostAsync(Path, new { Channel = 77 })).Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
