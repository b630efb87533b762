using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EventBus.Distributed;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Events;

public sealed class SendEventTests(RunningAbpHost host)
{
    [Fact]
    public async Task An_event_published_on_the_distributed_bus_arrives_at_WeChat_as_a_message_of_its_tenant()
    {
        var user = host.North.NewUser();

        await Publish(Eto(user), inUnitOfWork: false);

        var message = await host.Message(user);
        message.AppId.ShouldBe(host.North.AppId);
        message.Fields["character_string1"].ShouldBe("A-1001");
        message.Fields["amount3"].ShouldContain("12.50");
    }

    [Fact]
    public async Task An_event_that_has_been_through_the_outbox_is_the_same_message()
    {
        var user = host.North.NewUser();

        await Publish(Eto(user), inUnitOfWork: true);

        var message = await host.Message(user);
        message.Fields["character_string1"].ShouldBe("A-1001");
        message.Fields["amount3"].ShouldContain("12.50");
        message.Fields["time4"].ShouldBe("2026年11月21日 15:30");
    }

    [Fact]
    public async Task An_event_that_is_delivered_twice_is_one_message()
    {
        var user = host.North.NewUser();
        var eto = Eto(user);

        await Publish(eto, inUnitOfWork: false);
        await Publish(eto, inUnitOfWork: false);

        await host.Message(user);
        (await host.CountAsync(user)).ShouldBe(1);
    }

    [Fact]
    public async Task Two_events_of_one_business_fact_are_one_message()
    {
        var user = host.North.NewUser();
        var key = "order:" + user;

        await Publish(Eto(user, e => e.DedupKey = key), inUnitOfWork: false);
        await Publish(Eto(user, e => e.DedupKey = key), inUnitOfWork: false);

        (await host.CountAsync(user)).ShouldBe(1);
    }

    [Fact]
    public async Task An_extra_property_is_a_value_of_the_template()
    {
        var user = host.North.NewUser();

        await Publish(
            Eto(user, e =>
            {
                e.Data.Remove("product");
                e.ExtraProperties["product"] = "oolong";
            }),
            inUnitOfWork: false);

        (await host.Message(user)).Fields["thing2"].ShouldBe("oolong");
    }

    [Fact]
    public async Task A_wrong_event_is_answered_with_everything_that_is_wrong_and_disturbs_nobody()
    {
        var rejected = new List<WeChatNotificationRejectedEto>();
        var eto = Eto("nobody", e => e.Data.Clear());
        using var subscription = host.Services.GetRequiredService<IDistributedEventBus>().Subscribe<WeChatNotificationRejectedEto>(e =>
        {
            rejected.Add(e);
            return Task.CompletedTask;
        });

        await Publish(eto, inUnitOfWork: false);

        await Eventually.Async(() => rejected.Exists(r => r.Id == eto.Id), RunningAbpHost.Patience, "the rejection");
        var answer = rejected.Single(r => r.Id == eto.Id);
        answer.TenantId.ShouldBe(host.North.Id);
        answer.Errors.Select(e => e.Rule).ShouldAllBe(rule => rule == RuleCodes.Required);
        answer.Errors.Select(e => e.Field).ShouldBe(["data.orderNo", "data.product", "data.amount", "data.paidAt", "data.orderId"], ignoreOrder: true);
        (await host.CountAsync("nobody")).ShouldBe(0);
    }

    private SendWeChatNotificationEto Eto(string openId, Action<SendWeChatNotificationEto>? change = null)
    {
        var eto = new SendWeChatNotificationEto
        {
            TenantId = host.North.Id,
            Template = RunningAbpHost.Template,
            OpenIds = [openId],
            Data =
            {
                ["orderNo"] = "A-1001", ["product"] = "tea", ["amount"] = 12.5m, ["paidAt"] = new DateTimeOffset(2026, 11, 21, 7, 30, 0, TimeSpan.Zero),
                ["orderId"] = "A-1001",
            },
            Priority = DeliveryPriority.Transactional,
        };
        change?.Invoke(eto);
        return eto;
    }

    private Task Publish(SendWeChatNotificationEto eto, bool inUnitOfWork)
        => inUnitOfWork
            ? host.InUnitOfWork(tenant: null, isTransactional: true, async services =>
            {
                await services.GetRequiredService<IDistributedEventBus>().PublishAsync(eto);
                return true;
            })
            : host.Services.GetRequiredService<IDistributedEventBus>().PublishAsync(eto);
}
