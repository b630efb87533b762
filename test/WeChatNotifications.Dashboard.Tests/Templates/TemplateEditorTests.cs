using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Templates;

public sealed class TemplateEditorTests(RunningHost host)
{
    [Fact]
    public async Task A_template_is_written_row_by_row_without_any_script()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var blank = await visitor.GetAsync("/templates/create");
        blank.Element("field-0").ShouldNotBeNull();
        blank.Element("field-1").ShouldBeNull();

        var first = await visitor.SubmitAsync("/templates/create", "Preview", [.. Basics(shop), ("Input.Fields[0].Key", "thing1"), ("Input.Fields[0].Name", "product")]);
        first.Element("field-1").ShouldNotBeNull("a row for a further field");
        first.Element("card-row")!.ShouldContain("product");
        first.Element("alert").ShouldBeNull("a preview complains of nothing");

        var saved = await visitor.SubmitAsync(
            "/templates/create", null,
            [.. Basics(shop), ("Input.Fields[0].Key", "thing1"), ("Input.Fields[0].Name", "product"), ("Input.Fields[1].Key", ""), ("Input.Fields[2].Key", "amount2"), ("Input.Fields[2].Position", "1")]);
        saved.Address.AbsolutePath.ShouldStartWith(Visitor.Prefix + "/templates/edit/");
        var stored = (await shop.Admin.GetAsync(Shop.Templates)).Json.AsArray().Single(t => t!["name"]!.ToString() == "written")!;
        stored["fields"]!.AsArray().Select(f => f!["key"]!.ToString()).ShouldBe(["amount2", "thing1"], "empty rows do not count, and a place moves a row");
        stored["quietHours"]!["from"]!.ToString().ShouldBe("22:00");
        stored["isEnabled"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_refused_stands_beside_the_row_it_is_about_although_rows_have_moved()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");

        var page = await visitor.SubmitAsync(
            "/templates/create", null,
            [
                .. Basics(shop), ("Input.Fields[0].Key", ""), ("Input.Fields[1].Key", "thing1"), ("Input.Fields[2].Key", "nonsense"), ("Input.Fields[3].Key", "thing4"),
                ("Input.Fields[3].Remove", "true"), ("Input.PagePattern", "https://elsewhere.example"), ("Input.Fields[1].AllowedValues", "A\nA"),
            ]);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("error-Input_Fields_1__Key").ShouldNotBeNull();
        page.Element("error-Input_Fields_0__Key").ShouldBeNull();
        page.Element("error-Input_Fields_0__AllowedValues").ShouldNotBeNull();
        page.Element("error-Input_PagePattern").ShouldNotBeNull();
        page.Html.ShouldContain("value=\"nonsense\"");
        page.Html.ShouldNotContain("value=\"thing4\"");
        page.Html.ShouldContain("value=\"written\"");
        page.Element("preview-violation")!.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");

        (await visitor.SubmitAsync("/templates/create", null, Basics(shop))).Element("error-Input_Fields").ShouldNotBeNull("a template has fields");
    }

    [Fact]
    public async Task The_preview_shows_the_card_counts_and_rules_of_what_is_typed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var path = $"/templates/edit/{shop.TemplateId}";
        var stored = await visitor.GetAsync(path);
        stored.Text.ShouldContain("Order paid");
        stored.Element("sample-orderId").ShouldNotBeNull();

        var page = await visitor.SubmitAsync(
            path, "Preview",
            [
                .. Basics(shop), ("Input.Title", "<i>Paid</i>"), ("Input.Fields[0].Key", "thing2"), ("Input.Fields[0].Name", "product"), ("Input.Fields[0].Sample", new string('x', 25)),
                ("Input.PagePattern", "pages/order?id={orderId}"), ("Input.Samples[0].Name", "orderId"), ("Input.Samples[0].Value", "a b"),
            ]);

        page.Element("counter")!.ShouldContain("25 / 20");
        page.Element("card-page")!.ShouldContain("pages/order?id=a%20b");
        page.Element("card")!.ShouldContain("&lt;i&gt;Paid&lt;/i&gt;");
        page.Html.ShouldNotContain("<i>Paid");
        page.Text.ShouldContain("product must have 1 to 20 characters.");
        (await shop.Admin.GetAsync($"{Shop.Templates}/{shop.TemplateId}"))["title"].ShouldBe("Order paid", "nothing is stored");
    }

    [Fact]
    public async Task The_chain_of_fallbacks_is_shown_and_one_that_bites_its_tail_is_refused()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var second = (await shop.Admin.PostAsync(Shop.Templates, shop.NewTemplate("second"))).ShouldBe(HttpStatusCode.Created).Id;
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        (string, string)[] field = [("Input.Fields[0].Key", "thing1")];

        var saved = await visitor.SubmitAsync($"/templates/edit/{second}", null, [.. Basics(shop, "second"), .. field, ("Input.FallbackTemplateId", shop.TemplateId.ToString())]);
        saved.Element("chain")!.ShouldContain("second → order-paid");

        var cycle = await visitor.SubmitAsync($"/templates/edit/{shop.TemplateId}", null, [.. Basics(shop, "order-paid"), .. field, ("Input.FallbackTemplateId", second.ToString())]);
        cycle.Element("error-Input_FallbackTemplateId").ShouldNotBeNull();

        (await visitor.SubmitAsync($"/templates/edit/{shop.TemplateId}", "Delete")).Element("alert")!.ShouldContain("second", Case.Sensitive, "it is another's fallback");
        (await visitor.SubmitAsync($"/templates/edit/{second}", "Delete")).Address.AbsolutePath.ShouldBe(Visitor.Prefix + "/templates");
        (await visitor.GetAsync($"/templates/edit/{second}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Saving_keeps_what_the_form_does_not_show()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = (await shop.Admin.PostAsync(Shop.Templates, new
        {
            Name = "uniform",
            AppCredentialId = shop.CredentialId,
            Channel = "uniformMessage",
            Weapp = new { WeChatTemplateId = "tmpl-weapp", Fields = new object[] { new { Key = "keyword1", Name = "product" } } },
        })).ShouldBe(HttpStatusCode.Created).Id;
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        (await visitor.GetAsync($"/templates/edit/{id}")).Element("retired").ShouldNotBeNull();

        var saved = await visitor.SubmitAsync($"/templates/edit/{id}", null, ("Input.Name", "uniform"), ("Input.AppCredentialId", shop.CredentialId.ToString()), ("Input.Channel", "UniformMessage"), ("Input.Title", "Changed"), ("Input.IsEnabled", "true"));

        saved.Element("flash").ShouldNotBeNull(saved.Text);
        var stored = (await shop.Admin.GetAsync($"{Shop.Templates}/{id}")).Json;
        (stored["title"]!.ToString(), stored["weapp"]!["weChatTemplateId"]!.ToString()).ShouldBe(("Changed", "tmpl-weapp"));
    }

    [Fact]
    public async Task Whoever_may_only_look_can_preview_but_neither_save_nor_send()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Templates.Default]);

        var list = await visitor.GetAsync("/templates");
        list.ShouldSatisfyAllConditions(p => p.Element("templates-row").ShouldNotBeNull(), p => p.Element("new-template").ShouldBeNull(), p => p.Text.ShouldNotContain("Send a test"));
        var editor = await visitor.SubmitAsync($"/templates/edit/{shop.TemplateId}", "Preview", Basics(shop));
        editor.ShouldSatisfyAllConditions(
            p => p.Status.ShouldBe(HttpStatusCode.OK), p => p.Element("save").ShouldBeNull(), p => p.Element("delete").ShouldBeNull(), p => p.Element("send-test").ShouldBeNull());
    }

    [Fact]
    public async Task Another_tenants_template_is_not_found()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var other = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);
        var token = (await visitor.GetAsync("/templates/create")).AntiforgeryToken;

        (await visitor.GetAsync($"/templates/edit/{shop.TemplateId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/templates/test/{shop.TemplateId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.PostAsync($"/templates/edit/{shop.TemplateId}", "Delete", token)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/templates?appCredentialId={shop.CredentialId}")).Element("templates-row").ShouldBeNull();
        var foreign = await visitor.PostAsync("/templates/create", null, token, [.. Basics(shop), ("Input.Fields[0].Key", "thing1")]);
        foreign.Element("error-Input_AppCredentialId").ShouldNotBeNull();
    }

    private static (string Name, string Value)[] Basics(Shop shop, string name = "written") =>
    [
        ("Input.Name", name), ("Input.AppCredentialId", shop.CredentialId.ToString()), ("Input.Channel", "SubscribeMessage"), ("Input.WeChatTemplateId", "tmpl-written"),
        ("Input.SubscriptionKind", "OneTime"), ("Input.IsEnabled", "true"), ("Input.QuietHours.From", "22:00"), ("Input.QuietHours.To", "07:00"),
    ];
}
