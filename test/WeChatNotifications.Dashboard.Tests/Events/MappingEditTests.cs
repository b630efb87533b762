using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Events;

/// <summary>The form of a mapping, filled in as a browser without scripts does it.</summary>
public sealed class MappingEditTests(RunningHost host)
{
    private static readonly (string Field, string Path)[] Rows = [("orderNo", "OrderNo"), ("product", "Product"), ("amount", "Amount"), ("paidAt", "ShippedAt"), ("orderId", "OrderId")];

    [Fact]
    public async Task Event_and_template_decide_which_values_are_asked_for()
    {
        var (visitor, _) = await OpenAsync();
        using var user = visitor;
        var blank = await visitor.GetAsync("/events/edit?eventName=order-shipped");
        blank.Element("field-row").ShouldBeNull();
        blank.Element("save").ShouldBeNull();
        blank.Html.ShouldContain("<option selected=\"selected\" value=\"order-shipped\">");

        var page = await visitor.SubmitAsync("/events/edit", "Refresh", ("Input.Name", "My parcel"), ("Input.EventName", "order-shipped"), ("Input.Template", "order-paid"));

        page.Html.Split("data-testid=\"field-row\"").Length.ShouldBe(1 + Rows.Length);
        page.Html.ShouldContain("value=\"My parcel\"");
        page.Text.ShouldContain("character_string1");
        page.Text.ShouldContain("part of the page or address");
        page.Element("sample").ShouldNotBeNull().ShouldContain("TrackingNo");
        page.Element("alert").ShouldBeNull();
    }

    [Fact]
    public async Task A_mapping_is_made_and_changed()
    {
        var (visitor, shop) = await OpenAsync();
        using var user = visitor;

        var saved = await visitor.SubmitAsync("/events/edit", null, [.. Filled(), ("Input.Conditions[0].Path", ""), ("Input.Conditions[1].Path", "Amount"), ("Input.Conditions[1].Operator", "Gt"), ("Input.Conditions[1].Value", "10")]);

        saved.Element("flash").ShouldNotBeNull(saved.Text).ShouldContain("parcel");
        var mapping = (await shop.Admin.GetAsync(Shop.EventMappings)).Json.AsArray().ShouldHaveSingleItem()!;
        mapping["fields"]!.AsArray().Count.ShouldBe(5);
        mapping["conditions"]!.AsArray().ShouldHaveSingleItem()!["operator"]!.ToString().ShouldBe("gt");
        mapping["delaySeconds"]!.ToString().ShouldBe("60");
        var path = $"/events/edit/{mapping["id"]}";

        var opened = await visitor.GetAsync(path);
        opened.Html.ShouldContain("value=\"shipped-{OrderId}\"");
        opened.Html.Split("data-testid=\"condition-row\"").Length.ShouldBe(2);
        var changed = await visitor.SubmitAsync(path, null, [.. Filled("Parcel again"), ("Input.ConcurrencyStamp", mapping["concurrencyStamp"]!.ToString())]);

        changed.Element("flash").ShouldNotBeNull(changed.Text);
        (await shop.Admin.GetAsync($"{Shop.EventMappings}/{mapping["id"]}"))["name"].ShouldBe("Parcel again");

        // The page of before is stale now: what is filled in stays, and nothing is lost.
        var stale = await visitor.SubmitAsync(path, null, [.. Filled("Too late"), ("Input.ConcurrencyStamp", mapping["concurrencyStamp"]!.ToString())]);
        stale.Element("alert").ShouldNotBeNull().ShouldContain("Somebody else changed");
        stale.Html.ShouldContain("value=\"Too late\"");
        stale.Element("reload").ShouldNotBeNull();
        (await shop.Admin.GetAsync($"{Shop.EventMappings}/{mapping["id"]}"))["name"].ShouldBe("Parcel again");
    }

    [Fact]
    public async Task Each_broken_rule_stands_at_its_row_also_when_empty_rows_come_before_it()
    {
        var (visitor, shop) = await OpenAsync();
        using var user = visitor;
        await GiveDefaultAsync(shop, "product");

        // product may be empty now; of the others, two are wrong and one is missing.
        var refused = await visitor.SubmitAsync(
            "/events/edit",
            null,
            [
                .. Filled().Where(f => !f.Name.StartsWith("Input.Fields", StringComparison.Ordinal) && f.Name != "Input.RecipientPath"),
                ("Input.Fields[0].Field", "orderNo"), ("Input.Fields[0].Path", "OrderNo"),
                ("Input.Fields[1].Field", "product"),
                ("Input.Fields[2].Field", "amount"), ("Input.Fields[2].Path", "ShippedAt"),
                ("Input.Fields[3].Field", "paidAt"), ("Input.Fields[3].Constant", "never on a Sunday"),
                ("Input.Fields[4].Field", "orderId"),
                ("Input.Conditions[0].Path", ""),
                ("Input.Conditions[1].Path", "Amount"), ("Input.Conditions[1].Operator", "Gt"), ("Input.Conditions[1].Value", "much"),
            ]);

        refused.Element("alert").ShouldNotBeNull();
        refused.Element("error-Input_RecipientPath").ShouldNotBeNull();
        refused.Element("error-Input_Fields_0__Path").ShouldBeNull();
        refused.Element("error-Input_Fields_1__Path").ShouldBeNull();
        refused.Element("error-Input_Fields_2__Path").ShouldNotBeNull();
        refused.Element("error-Input_Fields_3__Constant").ShouldNotBeNull();
        refused.Element("error-Input_Fields_4__Path").ShouldNotBeNull();
        refused.Element("error-Input_Conditions_0__Path").ShouldBeNull();
        refused.Element("error-Input_Conditions_1__Value").ShouldNotBeNull();
        refused.Html.ShouldContain("value=\"never on a Sunday\"");
        refused.Html.ShouldContain("value=\"much\"");
        (await shop.Admin.GetAsync(Shop.EventMappings)).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_template_is_not_saved_with_the_values_of_the_one_before()
    {
        var (visitor, shop) = await OpenAsync();
        using var user = visitor;
        (await shop.Admin.PostAsync(Shop.Templates, new
        {
            Name = "short",
            AppCredentialId = shop.CredentialId,
            WeChatTemplateId = Shop.WeChatTemplate,
            Title = "Short",
            SubscriptionKind = "longTerm",
            Fields = new[] { new { Key = "thing2", Name = "what" } },
        })).ShouldBe(HttpStatusCode.Created);

        var page = await visitor.SubmitAsync("/events/edit", null, [.. Filled().Select(f => f.Name == "Input.Template" ? (f.Name, "short") : f)]);

        page.Element("alert").ShouldNotBeNull().ShouldContain("Nothing was saved yet");
        page.Html.Split("data-testid=\"field-row\"").Length.ShouldBe(2);
        page.Html.ShouldContain("value=\"parcel\"");
        (await shop.Admin.GetAsync(Shop.EventMappings)).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Conditions_are_added_one_by_one_up_to_ten()
    {
        var (visitor, _) = await OpenAsync();
        using var user = visitor;

        var one = await visitor.SubmitAsync("/events/edit", "Condition", [.. Filled(), ("Input.Conditions[0].Path", "Amount"), ("Input.Conditions[0].Value", "12")]);
        one.Html.Split("data-testid=\"condition-row\"").Length.ShouldBe(3);
        one.Html.ShouldContain("value=\"12\"");

        var ten = await visitor.SubmitAsync("/events/edit", "Condition", [.. Filled(), .. Enumerable.Range(0, 10).Select(i => ($"Input.Conditions[{i}].Path", "Amount"))]);
        ten.Html.Split("data-testid=\"condition-row\"").Length.ShouldBe(11);
        ten.Element("add-condition").ShouldBeNull();
    }

    [Fact]
    public async Task A_sample_shows_the_message_and_nothing_is_stored_or_sent()
    {
        var (visitor, shop) = await OpenAsync();
        using var user = visitor;
        const string Sample = """{"orderId":"7d9e1c52-0000-4000-8000-000000000001","orderNo":"A-1","openId":"alice","product":"<龙井茶>","amount":12.5,"shippedAt":"2026-11-21T15:30:00+08:00"}""";

        var page = await visitor.SubmitAsync("/events/edit", "Test", [.. Filled(), ("Input.Sample", Sample)]);

        page.Element("trial-match").ShouldNotBeNull(page.Text);
        page.Element("trial-card").ShouldNotBeNull().ShouldContain("&lt;");
        page.Text.ShouldContain("pages/order/detail?id=7d9e1c52-0000-4000-8000-000000000001");
        page.Text.ShouldContain("shipped-7d9e1c52-0000-4000-8000-000000000001");
        page.Text.ShouldContain("alice");

        var other = await visitor.SubmitAsync("/events/edit", "Test", [.. Filled(), ("Input.Sample", Sample), ("Input.Conditions[0].Path", "Amount"), ("Input.Conditions[0].Operator", "Gt"), ("Input.Conditions[0].Value", "100")]);
        other.Element("trial-no-match").ShouldNotBeNull();

        (await shop.Admin.GetAsync(Shop.EventMappings)).Json.AsArray().ShouldBeEmpty();
        (await shop.Admin.GetAsync(Shop.Deliveries)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\n not json", "line 2")]
    [InlineData("[]", "an object")]
    [InlineData("{\"openId\":\"alice\",\"amount\":\"twelve\"}", "number")]
    public async Task A_sample_that_cannot_be_used_stays_and_the_reason_is_said(string sample, string reason)
    {
        var (visitor, _) = await OpenAsync();
        using var user = visitor;

        var page = await visitor.SubmitAsync("/events/edit", "Test", [.. Filled(), ("Input.Sample", sample)]);

        page.Element("error-Input_Sample").ShouldNotBeNull(page.Text).ShouldContain(reason);
        page.Text.ShouldContain(sample.Split('\n')[^1].Trim());
        page.Element("trial-card").ShouldBeNull();
    }

    [Fact]
    public async Task The_sample_that_the_page_suggests_can_be_used()
    {
        var (visitor, _) = await OpenAsync();
        using var user = visitor;

        // Nothing filled in: the page puts its own there.
        var page = await visitor.SubmitAsync("/events/edit", "Test", [.. Filled(), ("Input.Sample", "")]);

        page.Element("trial-match").ShouldNotBeNull(page.Text);
    }

    [Fact]
    public async Task Without_a_template_the_page_says_what_is_missing()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync("/events/edit")).Element("events-missing").ShouldNotBeNull();
    }

    private async Task<(Visitor Visitor, Shop Shop)> OpenAsync()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        return (await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions), shop);
    }

    private static (string Name, string Value)[] Filled(string name = "parcel") =>
    [
        ("Input.Name", name), ("Input.EventName", "order-shipped"), ("Input.Template", "order-paid"), ("Input.RecipientKind", "OpenId"), ("Input.RecipientPath", "OpenId"),
        ("Input.DedupKeyPattern", "shipped-{OrderId}"), ("Input.DelaySeconds", "60"), ("Input.Priority", "Normal"), ("Input.IsEnabled", "true"),
        .. Rows.SelectMany((r, i) => new[] { ($"Input.Fields[{i}].Field", r.Field), ($"Input.Fields[{i}].Path", r.Path) }),
    ];

    /// <summary>Makes a field of the template optional.</summary>
    private static async Task GiveDefaultAsync(Shop shop, string field)
    {
        var template = (await shop.Admin.GetAsync($"{Shop.Templates}/{shop.TemplateId}")).Json;
        template["fields"]!.AsArray().Single(f => f!["name"]!.ToString() == field)!["defaultValue"] = "–";
        (await shop.Admin.PutAsync($"{Shop.Templates}/{shop.TemplateId}", new
        {
            Name = "order-paid",
            AppCredentialId = shop.CredentialId,
            WeChatTemplateId = Shop.WeChatTemplate,
            Title = "Order paid",
            SubscriptionKind = "longTerm",
            Fields = template["fields"]!.AsArray().Select(f => new { Key = f!["key"]!.ToString(), Name = f["name"]!.ToString(), DefaultValue = f["defaultValue"]?.ToString() }),
            PagePattern = "pages/order/detail?id={orderId}",
        })).ShouldBe(HttpStatusCode.OK);
    }
}
