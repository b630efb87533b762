using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Events;

namespace WeChatNotifications.Application.Tests.Events;

/// <summary>A shop whose only event administrators may map, and what tests do with it.</summary>
internal static class EventShop
{
    public static readonly OrderPaid Paid = new(Guid.Parse("0191aa00-0000-7000-8000-000000000001"), new Customer("o-alice", "u-17", Level.Gold), "Tea", 12.5m, DateTimeOffset.UnixEpoch);

    public static Task<SendingWorld> Shop() => SendingWorld.A_shop(events: e => e.Event<OrderPaid>());

    public static SaveEventMappingDto Mapping() => new()
    {
        Name = "paid",
        EventName = "order-paid",
        Template = "order-paid",
        RecipientPath = "Customer.OpenId",
        Fields = [new() { Field = "product", Path = "Product" }, new() { Field = "price", Path = "Amount" }],
        DedupKeyPattern = "order-{Id}",
    };

    public static UpdateEventMappingDto Changed(SaveEventMappingDto mapping) => new()
    {
        Name = mapping.Name,
        EventName = mapping.EventName,
        IsEnabled = mapping.IsEnabled,
        Template = mapping.Template,
        RecipientKind = mapping.RecipientKind,
        RecipientPath = mapping.RecipientPath,
        Fields = mapping.Fields,
        DedupKeyPattern = mapping.DedupKeyPattern,
    };

    public static Task<EventMappingDto> Create(SendingWorld shop, SaveEventMappingDto mapping) => Use(shop, s => s.CreateAsync(mapping));

    public static Task<EventMappingTestResultDto> Test(SendingWorld shop, SaveEventMappingDto mapping, string sample)
        => Use(shop, s => s.TestAsync(new() { Mapping = mapping, Sample = JsonDocument.Parse(sample).RootElement }));

    public static Task<T> Use<T>(SendingWorld shop, Func<IEventMappingAppService, Task<T>> use) => shop.InScope(s => use(s.GetRequiredService<IEventMappingAppService>()));

    public static Task Publish(SendingWorld shop, object domainEvent) => shop.InScope(s => s.GetRequiredService<INotificationEventPublisher>().PublishAsync(domainEvent));

    public enum Level
    {
        Silver,
        Gold,
    }

    public sealed record Customer(string OpenId, string UserId, Level Level);

    public record OrderPaid(Guid Id, Customer? Customer, string Product, decimal Amount, DateTimeOffset PaidAt, bool IsGift = false, string? Note = null)
    {
        public string Broken => throw new InvalidOperationException("a bug of the host");
    }

    public sealed record GiftOrderPaid() : OrderPaid(EventShop.Paid.Id, EventShop.Paid.Customer, "Tea", 1m, DateTimeOffset.UnixEpoch, IsGift: true);
}
