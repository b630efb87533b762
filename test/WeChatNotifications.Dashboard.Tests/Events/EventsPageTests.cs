using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Events;

public sealed class EventsPageTests(RunningHost host)
{
    [Fact]
    public async Task Events_with_their_values_and_mappings_are_listed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await CreateAsync(shop, "<parcel>");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");

        var page = await visitor.GetAsync("/events");

        page.Text.ShouldContain("订单已发货 Order shipped");
        page.Text.ShouldContain("TrackingNo");
        page.Text.ShouldContain("<parcel>");
        page.Html.ShouldNotContain("<parcel>");
        page.Text.ShouldContain("事件映射");
        page.Text.ShouldContain("shipped-{OrderId}");
        page.Text.ShouldNotContain("Events.");
    }

    [Fact]
    public async Task A_mapping_is_switched_off_and_on_again_with_everything_else_as_it_was()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await CreateAsync(shop, "parcel");
        var before = await MappingAsync(shop, id);
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var off = await visitor.SubmitAsync("/events", "Switch", ("id", id.ToString()), ("isEnabled", "false"), ("stamp", before["concurrencyStamp"]!));

        off.Element("flash").ShouldNotBeNull().ShouldContain("switched off");
        var after = await MappingAsync(shop, id);
        after["isEnabled"].ShouldBe("false");
        foreach (var same in new[] { "name", "eventName", "template", "recipientPath", "fields", "conditions", "dedupKeyPattern", "priority" })
        {
            after[same].ShouldBe(before[same]);
        }

        // Somebody who still sees it switched on.
        var stale = await visitor.SubmitAsync("/events", "Switch", ("id", id.ToString()), ("isEnabled", "false"), ("stamp", before["concurrencyStamp"]!));
        stale.Element("alert").ShouldNotBeNull().ShouldContain("Somebody else changed");
        (await visitor.SubmitAsync("/events", "Switch", ("id", id.ToString()), ("isEnabled", "true"), ("stamp", after["concurrencyStamp"]!))).Element("flash").ShouldNotBeNull();
        (await MappingAsync(shop, id))["isEnabled"].ShouldBe("true");
    }

    [Fact]
    public async Task A_mapping_that_cannot_work_any_more_is_not_switched_on_and_the_reason_is_said()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var first = await CreateAsync(shop, "first");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        await visitor.SubmitAsync("/events", "Switch", ("id", first.ToString()), ("isEnabled", "false"), ("stamp", (await MappingAsync(shop, first))["concurrencyStamp"]!));
        await CreateAsync(shop, "second");

        var refused = await visitor.SubmitAsync("/events", "Switch", ("id", first.ToString()), ("isEnabled", "true"), ("stamp", (await MappingAsync(shop, first))["concurrencyStamp"]!));

        refused.Element("alert").ShouldNotBeNull().ShouldContain("second");
        (await MappingAsync(shop, first))["isEnabled"].ShouldBe("false");
    }

    [Fact]
    public async Task A_mapping_is_deleted()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await CreateAsync(shop, "parcel");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.SubmitAsync("/events", "Delete", ("id", id.ToString()));

        page.Element("flash").ShouldNotBeNull();
        page.Element("events-empty").ShouldNotBeNull();
        (await shop.Admin.GetAsync($"{Shop.EventMappings}/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_may_only_look_has_no_buttons()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await CreateAsync(shop, "parcel");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Events.Default]);

        var page = await visitor.GetAsync("/events");

        page.Element("events-row").ShouldNotBeNull();
        new[] { "new", "switch", "delete" }.ShouldAllBe(b => page.Element(b) == null);
    }

    [Theory]
    [InlineData("Switch")]
    [InlineData("Delete")]
    public async Task Another_tenants_mapping_is_not_found(string handler)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await CreateAsync(shop, "parcel");
        var other = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);

        (await visitor.SubmitAsync("/events", handler, ("id", id.ToString()), ("isEnabled", "false"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/events/edit/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await MappingAsync(shop, id))["isEnabled"].ShouldBe("true");
    }

    private static async Task<Guid> CreateAsync(Shop shop, string name)
        => (await shop.Admin.PostAsync(Shop.EventMappings, Shop.NewEventMapping(name))).ShouldBe(HttpStatusCode.Created).Id;

    private static async Task<ApiAnswer> MappingAsync(Shop shop, Guid id) => (await shop.Admin.GetAsync($"{Shop.EventMappings}/{id}")).ShouldBe(HttpStatusCode.OK);
}
