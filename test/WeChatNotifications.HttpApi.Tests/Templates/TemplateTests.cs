using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Templates;

public sealed class TemplateTests(RunningHost host)
{
    [Fact]
    public async Task A_template_is_added_shown_changed_and_removed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var created = (await shop.Admin.PostAsync(Shop.Templates, shop.NewTemplate("order-shipped"))).ShouldBe(HttpStatusCode.Created);
        created.Headers.Location?.ToString().ShouldBe($"{Shop.Templates}/{created.Id}");
        created.Json["fields"]!.AsArray().Select(f => $"{f!["name"]} {f["type"]}").ShouldBe(["orderNo characterString", "product thing", "amount amount", "paidAt time"]);

        var path = $"{Shop.Templates}/{created.Id}";
        (await shop.Admin.PutAsync(path, shop.NewTemplate("order-on-its-way"))).ShouldBe(HttpStatusCode.OK)["name"].ShouldBe("order-on-its-way");
        (await shop.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK)["name"].ShouldBe("order-on-its-way");
        (await shop.Admin.GetAsync($"{Shop.Templates}?appCredentialId={shop.CredentialId}")).Json.AsArray().Select(t => t!["name"]!.ToString())
            .ShouldBe(["order-on-its-way", "order-paid"]);
        (await shop.Admin.GetAsync($"{Shop.Templates}?appCredentialId={Guid.NewGuid()}")).Json.AsArray().ShouldBeEmpty();

        (await shop.Admin.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
        (await shop.Admin.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "NotFound");
    }

    [Fact]
    public async Task What_is_wrong_in_a_list_is_named_with_its_place()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = await shop.Admin.PostAsync(Shop.Templates, new
        {
            Name = "broken",
            AppCredentialId = shop.CredentialId,
            WeChatTemplateId = "tmpl",
            Fields = new object[] { new { Key = "thing1" }, new { Key = "nonsense" }, new { Key = "thing1" } },
            PagePattern = "https://example.com/x",
        });
        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
        answer.Violations.Order(StringComparer.Ordinal).ShouldBe(["fields: Duplicate", "fields[1].key: FieldKey", "pagePattern: Page"]);
    }

    [Fact]
    public async Task A_name_is_used_once_in_a_tenant()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync(Shop.Templates, shop.NewTemplate())).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["name: Taken"]);
    }

    [Fact]
    public async Task A_template_that_is_gone_sends_no_more_but_its_messages_stay_in_the_log()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var delivery = await shop.SendTomorrowAsync();
        (await shop.Admin.DeleteAsync($"{Shop.Templates}/{shop.TemplateId}")).ShouldBe(HttpStatusCode.NoContent);

        (await shop.Admin.PostAsync(Shop.Notifications, Shop.Message("alice"))).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["template: Unknown"]);
        (await shop.DeliveryAsync(delivery)).ShouldBe(HttpStatusCode.OK)["template"].ShouldBe("order-paid");
    }
}
