using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Host.Modules.Orders;
using WeChatNotifications.Host.Modules.Orders.Persistence;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Host;

/// <summary>A business module that only says what happened, and the message that comes of it.</summary>
public sealed class OrderTests(RunningHost host)
{
    [Fact]
    public async Task Paying_an_order_tells_its_customer()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var order = await shop.PlaceOrderAsync();
        (await shop.Admin.GetAsync($"{Shop.Orders}/{order}")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("placed");
        (await DeliveriesAsync(shop)).ShouldBeEmpty();

        var paid = (await shop.Admin.PostAsync($"{Shop.Orders}/{order}/pay")).ShouldBe(HttpStatusCode.OK);
        paid["status"].ShouldBe("paid");

        var delivery = await shop.DeliveryAsync((await DeliveriesAsync(shop)).ShouldHaveSingleItem(), "sent");
        delivery["dedupKey"].ShouldBe($"order-paid:{order}");
        var arrived = host.WeChat.Control.Messages(new() { AppId = shop.AppId }).Messages.ShouldHaveSingleItem();
        arrived.Data["character_string1"].ShouldBe(paid["number"]);
        arrived.Data["amount3"].ShouldBe("¥88.50");
        arrived.Page.ShouldBe($"pages/order/detail?id={order}");
    }

    [Fact]
    public async Task An_order_knows_when_its_customer_was_informed_and_that_a_customer_who_refuses_was_not()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var (order, refused) = (await shop.PlaceOrderAsync(), await shop.PlaceOrderAsync("carol"));
        (await shop.Admin.PostAsync($"{Shop.Orders}/{refused}/pay")).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PostAsync($"{Shop.Orders}/{order}/pay")).ShouldBe(HttpStatusCode.OK).Json["customerInformedAt"].ShouldBeNull();

        var informed = await Eventually.GetAsync(
            async () => await shop.Admin.GetAsync($"{Shop.Orders}/{order}") is { } answer && answer.Json["customerInformedAt"] is not null ? answer : null,
            TimeSpan.FromSeconds(20), "the order's note");

        DateTimeOffset.Parse(informed["customerInformedAt"]!, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        (await shop.Admin.GetAsync($"{Shop.Orders}/{refused}")).Json["customerInformedAt"].ShouldBeNull();
    }

    [Fact]
    public async Task An_order_is_shipped_once_and_only_when_it_is_paid()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var order = await shop.PlaceOrderAsync();
        var ship = $"{Shop.Orders}/{order}/ship";

        (await shop.Admin.PostAsync(ship, new { TrackingNo = "SF1001" })).ShouldBe(HttpStatusCode.Conflict);
        (await shop.Admin.PostAsync($"{Shop.Orders}/{order}/pay")).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PostAsync(ship, new { TrackingNo = "" })).ShouldBe(HttpStatusCode.BadRequest);
        (await shop.Admin.PostAsync(ship, new { TrackingNo = "SF1001" })).ShouldBe(HttpStatusCode.OK)["trackingNo"].ShouldBe("SF1001");
        (await shop.Admin.PostAsync(ship, new { TrackingNo = "SF1002" })).ShouldBe(HttpStatusCode.Conflict);
        (await shop.Admin.PostAsync($"{Shop.Orders}/{order}/pay")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("shipped");
    }

    [Fact]
    public async Task Paying_many_times_at_once_tells_it_once()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var order = await shop.PlaceOrderAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Admin.PostAsync($"{Shop.Orders}/{order}/pay")));

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        answers.Select(a => a["paidAt"]).Distinct(StringComparer.Ordinal).Count().ShouldBe(1, "all are told of the one payment");
        await shop.DeliveryAsync((await DeliveriesAsync(shop)).ShouldHaveSingleItem(), "sent");
    }

    [Fact]
    public async Task A_save_that_fails_tells_nobody()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.PlaceOrderAsync();
        await InShopAsync(shop, async orders =>
        {
            (await orders.Orders.SingleAsync(o => o.Id == id)).Pay(DateTimeOffset.UtcNow).ShouldBeTrue();
            orders.Orders.Add(Order.Place(shop.TenantId, new string('x', Order.OpenIdLength + 1), "Tea", 1, DateTimeOffset.UtcNow));
            await Should.ThrowAsync<DbUpdateException>(() => orders.SaveChangesAsync());
        });

        (await shop.Admin.GetAsync($"{Shop.Orders}/{id}"))["status"].ShouldBe("placed");
        (await DeliveriesAsync(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_takes_the_message_with_it()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.PlaceOrderAsync();
        await InShopAsync(shop, async orders =>
        {
            await using var transaction = await orders.Database.BeginTransactionAsync();
            (await orders.Orders.SingleAsync(o => o.Id == id)).Pay(DateTimeOffset.UtcNow);
            await orders.SaveChangesAsync();
            // Written, but only for those in the transaction.
            (await orders.Database.SqlQueryRaw<int>("""select count(*)::int as "Value" from "WeChatDeliveryLogs" where "TenantId" = {0}""", shop.TenantId).SingleAsync()).ShouldBe(1);
            (await DeliveriesAsync(shop)).ShouldBeEmpty();
            await transaction.RollbackAsync();
        });

        (await shop.Admin.GetAsync($"{Shop.Orders}/{id}"))["status"].ShouldBe("placed");
        (await DeliveriesAsync(shop)).ShouldBeEmpty();
        host.WeChat.Control.Messages(new() { AppId = shop.AppId }).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_is_not_lost_because_nobody_has_made_the_template()
    {
        var shop = await host.NewShopAsync();
        var order = await shop.PlaceOrderAsync();

        (await shop.Admin.PostAsync($"{Shop.Orders}/{order}/pay")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("paid");

        (await DeliveriesAsync(shop)).ShouldBeEmpty();
        host.Logs.Lines.ShouldContain(l => l.EventId.Id == 3001 && l.Values["Event"] == nameof(OrderPaid));
    }

    [Fact]
    public async Task An_order_that_makes_no_sense_is_refused()
    {
        var shop = await host.NewShopAsync();
        var answer = (await shop.Admin.PostAsync(Shop.Orders, new { OpenId = "", Product = new string('x', 201), Amount = 0 })).ShouldBe(HttpStatusCode.BadRequest);
        answer.Json["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["OpenId", "Product", "Amount"], ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<Guid>> DeliveriesAsync(Shop shop)
        => [.. (await shop.Admin.GetAsync(Shop.Deliveries)).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray().Select(d => Guid.Parse(d!["id"]!.ToString()))];

    private async Task InShopAsync(Shop shop, Func<OrdersDbContext, Task> action)
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        using (scope.ServiceProvider.GetRequiredService<IAmbientTenant>().Change(shop.TenantId))
        {
            await action(scope.ServiceProvider.GetRequiredService<OrdersDbContext>());
        }
    }
}
