using System.ComponentModel;
using System.Text.Json.Serialization;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Application.Tests.Events;

public sealed class EventCatalogueTests
{
    [Fact]
    public void Events_are_named_after_their_types_unless_somebody_says_otherwise()
        => new EventCatalogue(new NotificationEventMappings()
                .On<OrderPaid>(_ => null).Event<Shipped>().Event<HTTPCallDone>("http-done", "Call done").Event<IShopEvent>().Event<List<OrderPaid>>())
            .Events.Select(e => (e.Name, e.Display)).ShouldBe(
            [("http-done", "Call done"), ("list-order-paid", null), ("order-paid", "Order paid"), ("order:shipped", "Shipped"), ("shop-event", null)]);

    [Theory]
    [InlineData("OrderPaid", "order-paid")]
    [InlineData("HTTPCallDone", "http-call-done")]
    [InlineData("Outer+Inner2Event", "outer-inner2-event")]
    [InlineData("订单已付", "订单已付")]
    public void Type_names_become_words(string type, string name) => EventType.NameOf(type).ShouldBe(name);

    [Fact]
    public void Types_that_happen_to_share_a_name_go_by_their_whole_name_and_given_names_must_differ()
    {
        var names = new EventCatalogue(new NotificationEventMappings().Event<A.Happened>().Event<B.Happened>()).Events.Select(e => e.Name).ToList();

        names.ShouldBe(names.Distinct());
        names.ShouldAllBe(n => n.EndsWith("-happened") && n.Length > "happened".Length);
        Should.Throw<InvalidOperationException>(() => new EventCatalogue(new NotificationEventMappings().Event<A.Happened>("x").Event<B.Happened>("x"))).Message.ShouldContain("\"x\"");
        Should.Throw<ArgumentException>(() => new NotificationEventMappings().Event<A.Happened>("no spaces please"));
    }

    [Fact]
    public void Values_are_found_four_steps_deep_and_neither_lists_nor_what_is_marked()
    {
        var properties = new EventCatalogue(new NotificationEventMappings().Event<Deep>()).Find("deep")!.Properties;

        properties.Select(p => (p.Path, p.Type)).ShouldBe(
            [
                ("Id", EventPropertyType.Id), ("At", EventPropertyType.Time), ("Count", EventPropertyType.Number), ("Day", EventPropertyType.Choice), ("Is", EventPropertyType.Boolean),
                ("Next.Text", EventPropertyType.Text), ("Next.Next.Text", EventPropertyType.Text), ("Next.Next.Next.Text", EventPropertyType.Text),
            ],
            ignoreOrder: true);
        properties.Single(p => p.Path == "Day").Choices!.ShouldContain("Monday");
    }

    [Fact]
    public void A_value_behind_something_that_is_missing_is_missing()
    {
        var text = new EventCatalogue(new NotificationEventMappings().Event<Deep>()).Find("deep")!.Find("next.NEXT.text")!;

        text.Of(new Deep(Guid.Empty, default, 1, DayOfWeek.Monday, true, new Link("a", new Link("b", null)), [])).ShouldBe("b");
        text.Of(new Deep(Guid.Empty, default, 1, DayOfWeek.Monday, true, new Link("a", null), [])).ShouldBeNull();
    }

    [Fact]
    public void A_mapping_may_be_said_step_by_step()
    {
        var mappings = new NotificationEventMappings()
            .On<OrderPaid>().When(e => e.Total > 10).When(e => e.Number != "").Send("order-paid").ToUser(e => e.CustomerId)
            .With("number", e => e.Number).With("shop", "Tea house").OncePer(e => $"paid-{e.Number}").As(DeliveryPriority.Normal)
            .ExpiresAt(_ => DateTimeOffset.MaxValue).And()
            .On<OrderPaid>(_ => null);

        var notification = mappings.NotificationsOf(new OrderPaid("A-1", 7, 12.5m)).ShouldHaveSingleItem();

        notification.ShouldSatisfyAllConditions(
            n => n.Template.ShouldBe("order-paid"),
            n => n.To.ShouldHaveSingleItem().ShouldBe(new NotificationRecipient(null, "7")),
            n => n.Data.ShouldBe(new Dictionary<string, object?> { ["number"] = "A-1", ["shop"] = "Tea house" }, ignoreOrder: true),
            n => n.DedupKey.ShouldBe("paid-A-1"),
            n => n.Priority.ShouldBe(DeliveryPriority.Normal),
            n => n.ExpiresAt.ShouldBe(DateTimeOffset.MaxValue));
        mappings.NotificationsOf(new OrderPaid("A-2", 7, 9m)).ShouldBeEmpty();
        mappings.NotificationsOf(new OrderPaid("A-3", null, 12.5m)).ShouldBeEmpty("it names nobody");
    }

    [Fact]
    public void A_mapping_that_was_begun_and_not_finished_stops_the_host()
    {
        var noTemplate = new NotificationEventMappings();
        noTemplate.On<OrderPaid>().ToUser(e => e.CustomerId);
        var noReceiver = new NotificationEventMappings();
        noReceiver.On<OrderPaid>().Send("order-paid");

        Should.Throw<InvalidOperationException>(noTemplate.RequireWhole).Message.ShouldContain("call Send");
        Should.Throw<InvalidOperationException>(noReceiver.RequireWhole).Message.ShouldContain("call ToOpenId");
    }

    private interface IShopEvent;

    [DisplayName("Order paid")]
    private sealed record OrderPaid(string Number, int? CustomerId, decimal Total);

    [NotificationEvent("order:shipped", Display = "Shipped")]
    private sealed record Shipped;

    private sealed record HTTPCallDone;

    private sealed record Deep(Guid Id, DateTimeOffset? At, int Count, DayOfWeek Day, bool Is, Link? Next, IReadOnlyList<Link> Links)
    {
        [JsonIgnore]
        public string Secret => "s";

        public Type Kind => typeof(Deep);
    }

    private sealed record Link(string Text, Link? Next);

    private static class A
    {
        public sealed record Happened;
    }

    private static class B
    {
        public sealed record Happened;
    }
}
