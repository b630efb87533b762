using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Domain.Repositories;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.AbpHost.Modules.Orders;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Tests.Transactions;

public sealed class UnitOfWorkTests(RunningAbpHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_unit_of_work_that_is_not_completed_leaves_nothing(bool isTransactional)
    {
        var user = host.North.NewUser();
        IReadOnlyList<NotificationReceipt> receipts = [];

        await host.InUnitOfWork(host.North.Id, isTransactional, async services =>
        {
            receipts = await services.GetRequiredService<IWeChatNotifier>().SendAsync(Shop.Order(user));
            return false;
        });

        receipts.Single().Status.ShouldBe(DeliveryStatus.Pending);
        (await host.CountAsync(user)).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_unit_of_work_that_throws_leaves_nothing(bool isTransactional)
    {
        var user = host.North.NewUser();

        await Should.ThrowAsync<InvalidOperationException>(() => host.InUnitOfWork(host.North.Id, isTransactional, async services =>
        {
            await services.GetRequiredService<IWeChatNotifier>().SendAsync(Shop.Order(user));
            throw new InvalidOperationException("The business changed its mind.");
        }));

        (await host.CountAsync(user)).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_unit_of_work_that_completes_sends(bool isTransactional)
    {
        var user = host.North.NewUser();

        await host.InUnitOfWork(host.North.Id, isTransactional, async services =>
        {
            await services.GetRequiredService<IWeChatNotifier>().SendAsync(Shop.Order(user));
            (await host.CountAsync(user)).ShouldBe(0, "others see nothing before it is complete");
            return true;
        });

        await host.Message(user);
        (await host.CountAsync(user)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_key_is_one_message_within_a_unit_of_work_too(bool isTransactional)
    {
        var user = host.North.NewUser();
        var order = Shop.Order(user) with { DedupKey = "once:" + user };
        IReadOnlyList<NotificationReceipt> first = [], second = [];

        await host.InUnitOfWork(host.North.Id, isTransactional, async services =>
        {
            var notifier = services.GetRequiredService<IWeChatNotifier>();
            first = await notifier.SendAsync(order);
            second = await notifier.SendAsync(order);
            return true;
        });

        second.Single().ShouldBe(first.Single() with { IsDuplicate = true });
        (await host.CountAsync(user)).ShouldBe(1);
        (await host.Send(host.North, order)).Single().DeliveryId.ShouldBe(first.Single().DeliveryId);
    }

    [Fact]
    public async Task An_inner_unit_of_work_of_its_own_stands_whatever_becomes_of_the_outer_one()
    {
        var (inner, outer) = (host.North.NewUser(), host.North.NewUser());

        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            var notifier = services.GetRequiredService<IWeChatNotifier>();
            await notifier.SendAsync(Shop.Order(outer));
            using (var own = services.GetRequiredService<IUnitOfWorkManager>().Begin(requiresNew: true, isTransactional: true))
            {
                await notifier.SendAsync(Shop.Order(inner));
                await own.CompleteAsync();
            }

            // The engine does not wait for the outer one either.
            await host.Message(inner);
            return false;
        });

        (await host.CountAsync(outer)).ShouldBe(0);
    }

    [Fact]
    public async Task An_inner_unit_of_work_that_joins_the_outer_one_falls_with_it()
    {
        var user = host.North.NewUser();

        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            using (var joined = services.GetRequiredService<IUnitOfWorkManager>().Begin())
            {
                await services.GetRequiredService<IWeChatNotifier>().SendAsync(Shop.Order(user));
                await joined.CompleteAsync();
            }

            return false;
        });

        (await host.CountAsync(user)).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_unit_of_work_a_message_is_stored_at_once()
    {
        var user = host.North.NewUser();

        var receipts = await host.Send(host.North, Shop.Order(user));

        (await host.CountAsync(user)).ShouldBe(1);
        await host.Until(host.North, receipts.Single().DeliveryId, DeliveryStatus.Sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_and_the_message_that_its_event_causes_stand_or_fall_together(bool completes)
    {
        var user = host.North.NewUser();
        var id = Guid.NewGuid();

        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            var order = new Order(id, host.North.Id, user, "tea", 12.5m, new DateTime(2026, 11, 21, 7, 0, 0, DateTimeKind.Utc));
            order.Pay(new DateTime(2026, 11, 21, 7, 30, 0, DateTimeKind.Utc));
            await services.GetRequiredService<IRepository<Order, Guid>>().InsertAsync(order);
            if (!completes)
            {
                // Publishes the event, and with it stores the message, inside the transaction that then fails.
                services.GetRequiredService<IUnitOfWorkManager>().Current!.OnCompleted(() => throw new InvalidOperationException("never reached"));
                await services.GetRequiredService<IUnitOfWorkManager>().Current!.SaveChangesAsync();
            }

            return completes;
        });

        (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "AppOrders" WHERE "Id" = $1""", id)).Single().ShouldBe(completes ? 1 : 0);
        (await host.CountAsync(user)).ShouldBe(completes ? 1 : 0);
        if (completes)
        {
            (await host.Message(user)).Fields["time4"].ShouldBe("2026年11月21日 15:30");
        }
    }
}
