using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Rules;
using static WeChatNotifications.Application.Tests.Events.EventShop;

namespace WeChatNotifications.Application.Tests.Events;

/// <summary>What mappings that administrators have made send, on a real database.</summary>
public sealed class RunTimeMappingTests
{
    [Fact]
    public async Task An_event_sends_what_an_administrator_has_mapped_it_to()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { DelaySeconds = 60, Priority = DeliveryPriority.Normal });

        await Publish(shop, Paid);

        (await shop.OnlyDelivery()).ShouldSatisfyAllConditions(
            d => d.OpenId.ShouldBe("o-alice"),
            d => d.TemplateName.ShouldBe("order-paid"),
            d => d.Data.ShouldContain("Tea"),
            d => d.Data.ShouldContain("12.50"),
            d => d.DedupKey.ShouldBe($"order-{Paid.Id}"),
            d => d.NotBefore.ShouldBe(shop.Now.AddSeconds(60)),
            d => d.Priority.ShouldBe(DeliveryPriority.Normal),
            d => d.TenantId.ShouldBe(shop.TenantId));
    }

    [Fact]
    public async Task A_repeated_event_sends_once()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping());

        await Publish(shop, Paid);
        await Publish(shop, Paid);

        await shop.OnlyDelivery();
    }

    [Fact]
    public async Task A_change_counts_for_the_next_event_and_a_mapping_that_is_switched_off_or_removed_sends_nothing()
    {
        await using var shop = await Shop();
        var mapping = await Create(shop, Mapping() with { DedupKeyPattern = null });
        await Publish(shop, Paid);

        await Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping() with { DedupKeyPattern = null, RecipientPath = "customer.userId", RecipientKind = EventRecipientKind.UserId })));
        await Publish(shop, Paid);
        await Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping() with { IsEnabled = false })));
        await Publish(shop, Paid);
        await shop.InScope(s => s.GetRequiredService<IEventMappingAppService>().DeleteAsync(mapping.Id));
        await Publish(shop, Paid);

        (await shop.Queue()).Select(d => (d.OpenId, d.UserId)).ShouldBe([("", "u-17"), ("o-alice", null)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_change_on_another_node_counts_within_ten_seconds()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { DedupKeyPattern = null });
        await Publish(shop, Paid);
        await shop.Database.ExecuteAsync("""UPDATE "WeChatEventMappings" SET "IsEnabled" = false""");

        await Publish(shop, Paid);
        shop.Clock.Advance(TimeSpan.FromSeconds(10));
        await Publish(shop, Paid);

        (await shop.Queue()).Count.ShouldBe(2, "the second one by what was known then");
    }

    [Fact]
    public async Task Another_tenants_mapping_is_nobody_elses()
    {
        await using var shop = await Shop();
        var mapping = await Create(shop, Mapping());
        using var stranger = shop.Tenant.Change(Guid.NewGuid());

        await Publish(shop, Paid);

        (await shop.Queue()).ShouldBeEmpty();
        (await Use(shop, s => s.ListAsync(null))).ShouldBeEmpty();
        await Should.ThrowAsync<EntityNotFoundException>(() => Use(shop, s => s.GetAsync(mapping.Id)));
        await Should.ThrowAsync<EntityNotFoundException>(() => Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping()))));
        await Should.ThrowAsync<EntityNotFoundException>(() => shop.InScope(s => s.GetRequiredService<IEventMappingAppService>().DeleteAsync(mapping.Id)));
    }

    [Theory]
    [InlineData("Amount", EventConditionOperator.Ge, "12.5", true)]
    [InlineData("Amount", EventConditionOperator.Gt, "12.5", false)]
    [InlineData("Amount", EventConditionOperator.Lt, "12.51", true)]
    [InlineData("Amount", EventConditionOperator.Le, "12", false)]
    [InlineData("Amount", EventConditionOperator.Eq, "12.50", true)]
    [InlineData("Product", EventConditionOperator.Contains, "te", true)]
    [InlineData("Product", EventConditionOperator.Eq, "tea", false)]
    [InlineData("Product", EventConditionOperator.Ne, "Coffee", true)]
    [InlineData("Note", EventConditionOperator.Exists, null, false)]
    [InlineData("Note", EventConditionOperator.Ne, "x", true)]
    [InlineData("Note", EventConditionOperator.Eq, "x", false)]
    [InlineData("Customer.Level", EventConditionOperator.Eq, "gold", true)]
    [InlineData("Customer.Level", EventConditionOperator.Ne, "gold", false)]
    [InlineData("PaidAt", EventConditionOperator.Lt, "1970-01-01T00:00:01", true)]
    [InlineData("PaidAt", EventConditionOperator.Ge, "1970-01-01T08:00:00+08:00", true)]
    [InlineData("Id", EventConditionOperator.Eq, "0191AA00-0000-7000-8000-000000000001", true)]
    [InlineData("IsGift", EventConditionOperator.Eq, "false", true)]
    public async Task Only_events_that_fulfil_the_conditions_send(string path, EventConditionOperator comparison, string? value, bool sends)
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { Conditions = [new() { Path = "Product", Operator = EventConditionOperator.Exists }, new() { Path = path, Operator = comparison, Value = value }] });

        await Publish(shop, Paid);

        (await shop.Queue()).Count.ShouldBe(sends ? 1 : 0);
    }

    [Fact]
    public async Task An_event_that_names_nobody_sends_nothing_and_is_no_fault()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping());

        await Publish(shop, Paid with { Customer = null });

        (await shop.Queue()).ShouldBeEmpty();
        shop.Logs.Lines.ShouldNotContain(l => l.EventId.Id == 3001 || l.EventId.Id == 3002);
    }

    [Fact]
    public async Task A_broken_mapping_is_logged_and_disturbs_neither_the_business_nor_other_mappings()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { Name = "throws", Fields = [new() { Field = "product", Path = "Broken" }, new() { Field = "price", Path = "Amount" }], DedupKeyPattern = null });
        await Create(shop, Mapping() with { Name = "no key", DedupKeyPattern = "{Note}" });
        await Create(shop, Mapping() with { Name = "too long", Fields = [new() { Field = "product", Constant = "Tea" }, new() { Field = "price", Path = "Product" }], DedupKeyPattern = null });
        await Create(shop, Mapping() with { Name = "good" });

        await Publish(shop, Paid);

        (await shop.OnlyDelivery()).DedupKey.ShouldBe($"order-{Paid.Id}");
        shop.Logs.Lines.Where(l => l.EventId.Id == 3002).Select(l => l.Message).ShouldBe(
            ["The mapping throws made no notification of an event order-paid", "The mapping no key made no notification of an event order-paid"], ignoreOrder: true);
        shop.Logs.Lines.Where(l => l.EventId.Id == 3001).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_mapping_whose_event_the_host_has_dropped_is_logged_and_passed_over()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { Name = "old", DedupKeyPattern = null });
        await Create(shop, Mapping());
        await shop.Database.ExecuteAsync("""UPDATE "WeChatEventMappings" SET "RecipientPath" = 'Customer.Gone' WHERE "Name" = 'old'""");
        shop.Clock.Advance(TimeSpan.FromSeconds(10));

        await Publish(shop, Paid);

        await shop.OnlyDelivery();
        shop.Logs.Lines.Single(l => l.EventId.Id == 3004).Message.ShouldContain("old");
    }

    [Fact]
    public async Task What_code_maps_and_what_administrators_map_go_out_together()
    {
        await using var shop = await SendingWorld.A_shop(events: e => e.On<OrderPaid>(_ => SendingWorld.Order("o-warehouse")));
        await Create(shop, Mapping());

        await Publish(shop, Paid);

        (await shop.Queue()).Select(d => d.OpenId).ShouldBe(["o-alice", "o-warehouse"]);
    }

    [Fact]
    public async Task An_event_that_is_derived_from_a_registered_one_counts_as_that_one()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping());

        await Publish(shop, new GiftOrderPaid());

        (await shop.OnlyDelivery()).OpenId.ShouldBe("o-alice");
    }
}
