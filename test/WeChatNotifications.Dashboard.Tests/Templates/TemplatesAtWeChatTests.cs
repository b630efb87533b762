using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Templates;

public sealed class TemplatesAtWeChatTests(RunningHost host)
{
    [Fact]
    public async Task WeChat_is_asked_and_what_it_holds_is_adopted_and_deleted()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        (await visitor.GetAsync("/templates")).Element("template-drift")!.ShouldContain("not compared");
        var path = $"/templates/remote?appCredentialId={shop.CredentialId}";
        (await visitor.GetAsync(path)).Element("remote-empty").ShouldNotBeNull();

        var synced = await visitor.SubmitAsync(path, "Sync");
        synced.Element("flash")!.ShouldContain("1 new");
        synced.Element("used-by")!.ShouldContain("order-paid");
        (await visitor.SubmitAsync(path, "Sync")).Element("flash")!.ShouldContain("a moment ago");
        (await visitor.GetAsync("/templates")).Element("template-drift")!.ShouldContain("the same");

        var remote = (await shop.Admin.GetAsync($"{Shop.Templates}/remote")).Json.AsArray().Single()!["id"]!.ToString();
        var refused = await visitor.SubmitAsync(path, "Adopt", ("Input.RemoteId", remote), ("Input.Name", "order paid!"));
        refused.Element("adopt-error").ShouldNotBeNull();
        refused.Html.ShouldContain("value=\"order paid!\"");
        var adopted = await visitor.SubmitAsync(path, "Adopt", ("Input.RemoteId", remote), ("Input.Name", "adopted"));
        adopted.Address.AbsolutePath.ShouldStartWith(Visitor.Prefix + "/templates/edit/");
        adopted.Html.ShouldContain("value=\"amount3\"");

        (await visitor.SubmitAsync(path, "Delete", ("Input.RemoteId", remote))).Element("alert")!.ShouldContain("adopted");
    }

    [Fact]
    public async Task A_public_template_is_taken_with_its_keywords_in_the_chosen_order()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var path = $"/templates/library?AppCredentialId={shop.CredentialId}";
        (await visitor.GetAsync(path)).Element("category").ShouldNotBeNull();
        (await visitor.GetAsync(path + "&CategoryId=307")).Element("title").ShouldNotBeNull();
        path += "&CategoryId=307&Tid=1476";
        var keywords = await visitor.GetAsync(path);
        keywords.Element("keyword-row").ShouldNotBeNull();

        var one = await visitor.SubmitAsync(path, "Add", ("Input.Keywords[0].Kid", "1"), ("Input.Keywords[0].Place", "1"), ("Input.SceneDesc", ""));
        one.Element("keywords-error").ShouldNotBeNull();
        one.Element("error-Input_SceneDesc").ShouldNotBeNull();
        one.Html.ShouldContain("<option value=\"1\" selected=\"selected\">");

        var added = await visitor.SubmitAsync(
            path, "Add", ("Input.Keywords[0].Kid", "1"), ("Input.Keywords[0].Place", "2"), ("Input.Keywords[1].Kid", "3"), ("Input.Keywords[1].Place", "1"),
            ("Input.SceneDesc", "付款通知"), ("Input.Name", "paid"));
        added.Address.AbsolutePath.ShouldStartWith(Visitor.Prefix + "/templates/edit/", Case.Sensitive, added.Text);
        var fields = (await shop.Admin.GetAsync(Shop.Templates)).Json.AsArray().Single(t => t!["name"]!.ToString() == "paid")!["fields"]!.AsArray();
        fields.Select(f => f!["key"]!.ToString()).ShouldBe(["amount3", "character_string1"]);
    }

    [Fact]
    public async Task When_WeChat_refuses_the_page_says_why()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.RotateSecret(shop.AppId, "another0secret0another0secret000");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");

        var library = await visitor.GetAsync($"/templates/library?AppCredentialId={shop.CredentialId}");
        library.Status.ShouldBe(HttpStatusCode.OK);
        library.Element("alert")!.ShouldContain("40125");
        (await visitor.SubmitAsync($"/templates/remote?appCredentialId={shop.CredentialId}", "Sync")).Element("alert")!.ShouldContain("40125");
    }

    [Fact]
    public async Task A_test_leads_to_its_delivery_and_what_is_refused_stands_beside_its_value()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var path = $"/templates/test/{shop.TemplateId}";
        var form = await visitor.GetAsync(path);
        foreach (var name in new[] { "orderNo", "product", "amount", "paidAt", "orderId" })
        {
            form.Element("value-" + name).ShouldNotBeNull(name);
        }

        var refused = await visitor.SubmitAsync(path, null, [("Input.OpenId", " "), .. Values(("orderNo", "中文"), ("product", "Tea"), ("amount", "88.5"), ("paidAt", ""), ("orderId", "7"))]);
        refused.Element("error-Input_OpenId").ShouldNotBeNull();
        refused.Element("error-value-orderNo").ShouldNotBeNull();
        refused.Element("error-value-paidAt").ShouldNotBeNull();
        refused.Html.ShouldContain("value=\"Tea\"");

        var sent = await visitor.SubmitAsync(path, null, [("Input.OpenId", "alice"), .. Values(("orderNo", "A1"), ("product", "Tea"), ("amount", "88.5"), ("paidAt", "2026-11-21T15:30:00+08:00"), ("orderId", "7"))]);
        var delivery = (await shop.Admin.GetAsync(Shop.Deliveries)).Json["items"]!.AsArray().Single()!["id"]!.ToString();
        sent.Address.ToString().ShouldContain(delivery);
        var data = (await shop.DeliveryAsync(Guid.Parse(delivery), "sent")).Json["fields"]!.ToJsonString();
        data.ShouldContain("88.50");

        var unknown = await visitor.SubmitAsync(path, null, [("Input.UserId", "nobody-we-know"), .. Values(("orderNo", "A1"), ("product", "Tea"), ("amount", "88.5"), ("paidAt", "15:30"), ("orderId", "7"))]);
        unknown.Address.ToString().ShouldNotContain(delivery);
        (await shop.Admin.GetAsync($"{Shop.Deliveries}?status=skipped")).Json["items"]!.AsArray().Count.ShouldBe(1, "nobody knows that user, and the log says so");
    }

    private static IEnumerable<(string Name, string Value)> Values(params IReadOnlyList<(string Name, string Value)> values)
        => values.SelectMany((v, i) => new[] { ($"Input.Values[{i}].Name", v.Name), ($"Input.Values[{i}].Value", v.Value) });
}
