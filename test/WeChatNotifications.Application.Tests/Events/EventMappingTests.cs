using WeChatNotifications.Events;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Application.Tests.Events;

public sealed class EventMappingTests
{
    [Fact]
    public void An_event_that_nobody_mapped_causes_nothing()
        => new NotificationEventMappings().On<OrderPaid>(_ => To("o-a")).NotificationsOf(new OrderShipped()).ShouldBeEmpty();

    [Fact]
    public void A_derived_event_causes_what_its_bases_and_interfaces_are_mapped_to_in_the_order_of_mapping()
    {
        var mappings = new NotificationEventMappings()
            .On<IShopEvent>(_ => To("by-interface"))
            .On<OrderPaid>(e => To("by-base-" + e.Number))
            .On<GiftOrderPaid>(_ => To("by-type"));

        Recipients(mappings, new GiftOrderPaid()).ShouldBe(["by-interface", "by-base-7", "by-type"]);
        Recipients(mappings, new OrderPaid()).ShouldBe(["by-interface", "by-base-7"]);
        Recipients(mappings, new OrderShipped()).ShouldBe(["by-interface"]);
    }

    [Fact]
    public void A_map_may_say_that_this_one_needs_none()
    {
        var mappings = new NotificationEventMappings()
            .On<OrderPaid>(_ => null)
            .OnMany<OrderPaid>(_ => null!)
            .OnMany<OrderPaid>(_ => [null!, To("o-a")])
            .OnMany<OrderPaid>(_ => []);

        Recipients(mappings, new OrderPaid()).ShouldBe(["o-a"]);
    }

    [Fact]
    public void One_event_may_cause_many()
        => Recipients(new NotificationEventMappings().OnMany<OrderPaid>(_ => [To("o-buyer"), To("o-seller")]), new OrderPaid()).ShouldBe(["o-buyer", "o-seller"]);

    [Fact]
    public void The_mapped_types_are_named_once()
    {
        var mappings = new NotificationEventMappings().On<OrderPaid>(_ => null).On<OrderPaid>(_ => null).On<IShopEvent>(_ => null);

        mappings.EventTypes.ShouldBe([typeof(OrderPaid), typeof(IShopEvent)]);
    }

    [Fact]
    public void What_a_map_throws_is_not_hidden()
        => Should.Throw<InvalidOperationException>(() => new NotificationEventMappings().On<OrderPaid>(_ => throw new InvalidOperationException("a bug")).NotificationsOf(new OrderPaid()));

    private static IEnumerable<string> Recipients(NotificationEventMappings mappings, object domainEvent) => mappings.NotificationsOf(domainEvent).SelectMany(n => n.To).Select(r => r.OpenId!);

    private static Notification To(string openId) => new() { Template = "any", To = openId };

    private interface IShopEvent;

    private record OrderPaid(int Number = 7) : IShopEvent;

    private sealed record GiftOrderPaid : OrderPaid;

    private sealed record OrderShipped : IShopEvent;
}
