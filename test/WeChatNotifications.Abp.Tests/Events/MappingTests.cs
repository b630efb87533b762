using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Domain.Entities.Events;
using Volo.Abp.Domain.Repositories;
using Volo.Abp.EventBus;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.EventBus.Local;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.AbpHost.Modules.Orders;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Tests.Events;

public sealed class MappingTests
{
    [Fact]
    public async Task An_entity_that_is_created_can_be_told()
    {
        await using var host = await StartAsync();
        var user = host.North.NewUser();

        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            await services.GetRequiredService<IRepository<Order, Guid>>().InsertAsync(
                new Order(Guid.NewGuid(), host.North.Id, user, "tea", 12.5m, new DateTime(2026, 11, 21, 7, 0, 0, DateTimeKind.Utc)));
            return true;
        });

        (await host.Message(user)).Fields["thing2"].ShouldBe("created");
    }

    [Fact]
    public async Task An_event_and_its_base_are_both_told_and_each_once()
    {
        await using var host = await StartAsync();
        var user = host.North.NewUser();

        await host.As<ILocalEventBus, bool>(host.North.Id, async bus =>
        {
            await bus.PublishAsync(new Refunded(user, "refund"));
            return true;
        });

        await host.Message(user);
        (await host.Database.QueryAsync<string>("""SELECT "Data"::jsonb->>'thing2' FROM "WeChatDeliveryLogs" WHERE "OpenId" = $1 ORDER BY 1""", user))
            .ShouldBe(["happened", "refund"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_of_another_service_is_told_once(bool isTenants)
    {
        await using var host = await StartAsync();
        var shop = isTenants ? host.South : host.North;
        var user = shop.NewUser();

        await host.As<IDistributedEventBus, bool>(shop.Id, async bus =>
        {
            await bus.PublishAsync(new ShippedEto { OpenId = user, Product = "parcel" });
            return true;
        });

        (await host.Message(user)).ShouldSatisfyAllConditions(m => m.AppId.ShouldBe(shop.AppId), m => m.Fields["thing2"].ShouldBe("parcel"));
        (await host.CountAsync(user)).ShouldBe(1);
    }

    [Fact]
    public async Task A_mapped_event_with_a_wrong_notification_does_not_stop_the_business()
    {
        await using var host = await StartAsync();

        await host.As<ILocalEventBus, bool>(host.North.Id, async bus =>
        {
            await bus.PublishAsync(new Refunded("", "no such user"));
            return true;
        });

        host.Logs.Lines.ShouldContain(l => l.EventId.Id == 3001);
    }

    private static Task<RunningAbpHost> StartAsync() => RunningAbpHost.StartAsync(builder => builder.Services.AddWeChatNotificationEvents(events => events
        .On<EntityCreatedEventData<Order>>(created => Tell(created.Entity.OpenId, "created"))
        .On<Happened>(happened => Tell(happened.OpenId, "happened"))
        .On<Refunded>(refunded => Tell(refunded.OpenId, refunded.Product))
        .On<ShippedEto>(shipped => Tell(shipped.OpenId, shipped.Product))));

    private static Notification Tell(string openId, string product)
    {
        var order = Shop.Order(openId);
        return order with { Data = new Dictionary<string, object?>(order.Data, StringComparer.Ordinal) { ["product"] = product } };
    }

    public record Happened(string OpenId);

    public sealed record Refunded(string OpenId, string Product) : Happened(OpenId);

    [EventName("Shipping.Shipped")]
    public sealed class ShippedEto
    {
        public string OpenId { get; set; } = "";

        public string Product { get; set; } = "";
    }
}
