using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;
using WeChatNotifications.Transactions;
using static WeChatNotifications.Application.Tests.Sending.SendingWorld;

namespace WeChatNotifications.Application.Tests.Sending;

public sealed class QueueingTests
{
    [Fact]
    public async Task A_notification_becomes_a_delivery_with_everything_that_sending_needs()
    {
        await using var shop = await A_shop();
        var template = await shop.AddTemplate("shipped", t => t with
        {
            PagePattern = "pages/order/detail?id={orderId}",
            MiniProgramVersion = MiniProgramVersion.Trial,
            Language = "en_US",
        });

        var receipt = await shop.SendOne(Order(template: "shipped") with
        {
            Data = Data(("product", "Tea"), ("amount2", 12.5m), ("orderId", "A&B 1/2")),
            Priority = DeliveryPriority.Bulk,
        });

        receipt.ShouldBe(new NotificationReceipt(receipt.DeliveryId, "o-alice", DeliveryStatus.Pending, IsDuplicate: false));
        var delivery = await shop.OnlyDelivery();
        delivery.Id.ShouldBe(receipt.DeliveryId);
        delivery.ShouldSatisfyAllConditions(
            d => d.TenantId.ShouldBe(shop.TenantId),
            d => d.AppCredentialId.ShouldBe(shop.App.Id),
            d => d.MessageTemplateId.ShouldBe(template.Id),
            d => d.TemplateName.ShouldBe("shipped"),
            d => d.WeChatTemplateId.ShouldBe("wx-shipped"),
            d => d.OpenId.ShouldBe("o-alice"),
            d => d.Data.ShouldBe("""{"thing1":"Tea","amount2":"¥12.50"}"""),
            d => d.Page.ShouldBe("pages/order/detail?id=A%26B%201%2F2"),
            d => d.MiniProgramVersion.ShouldBe(MiniProgramVersion.Trial),
            d => d.Language.ShouldBe("en_US"),
            d => d.Priority.ShouldBe(DeliveryPriority.Bulk),
            d => d.Status.ShouldBe(DeliveryStatus.Pending),
            d => d.Attempts.ShouldBe(0),
            d => d.CreatedAt.ShouldBe(shop.Now));
    }

    [Fact]
    public async Task Every_recipient_gets_a_delivery_and_receipts_come_in_their_order()
    {
        await using var shop = await A_shop();
        var users = Users(1_000);

        var receipts = await shop.Send(Order(users));

        receipts.Select(r => r.OpenId).ShouldBe(users.Select(u => u.OpenId!));
        receipts.Select(r => r.DeliveryId).Distinct().Count().ShouldBe(1_000);
        (await shop.Queue()).ToDictionary(d => d.Id, d => d.OpenId).ShouldBe(receipts.ToDictionary(r => r.DeliveryId, r => r.OpenId), ignoreOrder: true);
        shop.Woken.ShouldBe([shop.App.Id], "One wake-up is enough.");
    }

    [Fact]
    public async Task Several_notifications_go_together_and_receipts_come_in_their_order()
    {
        await using var shop = await A_shop();
        await shop.AddTemplate("shipped");

        var receipts = await shop.Send(
            Order(NotificationRecipients.OpenIds(["o-bob", "o-alice"])), Order("o-carol", "shipped"), Order("o-bob", product: "Coffee"));

        receipts.Select(r => r.OpenId).ShouldBe(["o-bob", "o-alice", "o-carol", "o-bob"]);
        var queue = (await shop.Queue()).ToDictionary(d => d.Id);
        receipts.Select(r => queue[r.DeliveryId].TemplateName).ShouldBe(["order-paid", "order-paid", "shipped", "order-paid"]);
        queue[receipts[3].DeliveryId].Data.ShouldContain("Coffee");
    }

    [Fact]
    public async Task No_notification_is_no_work()
    {
        await using var shop = await A_shop();

        (await shop.Send()).ShouldBeEmpty();

        shop.Woken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_of_the_template_counts_from_the_next_call_on()
    {
        await using var shop = await A_shop();

        await shop.InScope(async services =>
        {
            var notifier = services.GetRequiredService<IWeChatNotifier>();
            await notifier.SendAsync(Order("o-before"));
            await shop.ChangeTemplate("order-paid", t => t.Configure(
                new() { Name = t.Name, AppCredentialId = t.AppCredentialId, WeChatTemplateId = "wx-new", Fields = t.Fields }, shop.Now));
            await notifier.SendAsync(Order("o-later"));
        });

        (await shop.Queue()).ToDictionary(d => d.OpenId, d => d.WeChatTemplateId, StringComparer.Ordinal)
            .ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal) { ["o-before"] = "wx-order-paid", ["o-later"] = "wx-new" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Inside_the_callers_transaction_nothing_is_queued_and_nobody_is_woken_before_the_commit()
    {
        await using var shop = await A_shop();
        foreach (var commit in new[] { false, true })
        {
            await shop.InScope(async services =>
            {
                await using var connection = await shop.Database.OpenAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                using var joined = services.GetRequiredService<ICallerTransaction>().Join(transaction);
                (await services.GetRequiredService<IWeChatNotifier>().SendAsync(Order())).ShouldHaveSingleItem();

                shop.Woken.ShouldBeEmpty();
                (await shop.Queue()).ShouldBeEmpty("Nobody else sees it yet.");
                if (commit)
                {
                    await transaction.CommitAsync();
                }
                else
                {
                    await transaction.RollbackAsync();
                }

                services.GetRequiredService<ICallerTransaction>().Completed(transaction, commit);
            });

            (await shop.Queue()).Count.ShouldBe(commit ? 1 : 0);
            shop.Woken.Count.ShouldBe(commit ? 1 : 0);
        }
    }
}
