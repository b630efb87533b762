using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EventBus.Distributed;
using WeChatNotifications.Abp.Deliveries;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Recipients;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Events;

/// <summary>Outcomes that are not the engine's.</summary>
public sealed class GivenUpTests(RunningAbpHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_a_person_cancels_is_told_when_the_unit_of_work_completes(bool completes)
    {
        using var subscription = host.Listen<WeChatDeliveryCancelledEto>(out var told);
        var id = (await host.Send(host.North, Shop.Order(host.North.NewUser()) with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) })).Single().DeliveryId;

        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            await services.GetRequiredService<IDeliveryAppService>().CancelAsync(id);
            return completes;
        });

        if (completes)
        {
            await Eventually.Async(() => told.Any(e => e.Id == id), RunningAbpHost.Patience, "the event");
            told.Single(e => e.Id == id).Reason.ShouldBe(DeliveryReason.CancelledByHand);
        }
        else
        {
            // Another one, cancelled later, is told: this one would have been by now.
            var later = (await host.Send(host.North, Shop.Order(host.North.NewUser()) with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) })).Single().DeliveryId;
            await host.As<IDeliveryAppService, DeliveryDetailDto>(host.North.Id, s => s.CancelAsync(later));
            await Eventually.Async(() => told.Any(e => e.Id == later), RunningAbpHost.Patience, "the event of the other one");
            told.ShouldNotContain(e => e.Id == id);
        }
    }

    [Fact]
    public async Task A_message_that_is_given_up_because_its_node_died_is_told_as_failed()
    {
        using var subscription = host.Listen<WeChatDeliveryFailedEto>(out var told);
        var id = (await host.Send(host.North, Shop.Order(host.North.NewUser()))).Single().DeliveryId;
        await host.Until(host.North, id, DeliveryStatus.Sent);
        await host.Database.ExecuteAsync(
            """
            UPDATE "WeChatDeliveryLogs" SET "Status" = $2, "Attempts" = 1000, "ClaimToken" = gen_random_uuid(), "LeaseUntil" = now() - interval '1 second', "SentAt" = NULL, "FinishedAt" = NULL
            WHERE "Id" = $1
            """,
            id, (int)DeliveryStatus.Sending);
        await using var scope = host.Services.CreateAsyncScope();

        await host.Services.GetRequiredService<LapsedDeliveriesWorker>().RunOnceAsync(scope.ServiceProvider);

        await Eventually.Async(() => told.Any(e => e.Id == id), RunningAbpHost.Patience, "the event");
        told.Single(e => e.Id == id).ShouldSatisfyAllConditions(
            e => e.Reason.ShouldBe(DeliveryReason.AttemptsExhausted), e => e.TenantId.ShouldBe(host.North.Id));
    }

    [Fact]
    public async Task An_event_may_name_users_of_the_host_and_values_by_their_order()
    {
        var (user, openId) = ("user-" + Guid.NewGuid().ToString("N"), host.North.NewUser());
        await host.As<IWeChatRecipients, bool>(host.North.Id, async r =>
        {
            await r.LinkAsync(user, host.North.AppId, openId);
            return true;
        });
        using var sent = host.Listen<WeChatDeliverySentEto>(out var toldSent);
        using var skipped = host.Listen<WeChatDeliverySkippedEto>(out var toldSkipped);

        // Through the outbox, so that it is JSON on its way.
        await host.InUnitOfWork(tenant: null, isTransactional: true, async services =>
        {
            await services.GetRequiredService<IDistributedEventBus>().PublishAsync(new SendWeChatNotificationEto
            {
                TenantId = host.North.Id,
                Template = RunningAbpHost.Template,
                UserIds = [user, "nobody-" + user],
                Keywords = ["A-1001", "tea", 12.5m, "2026-11-21T15:30:00+08:00"],
                Data = { ["orderId"] = "A-1001" },
            });
            return true;
        });

        var message = await host.Message(openId);
        message.Fields["thing2"].ShouldBe("tea");
        message.Fields["amount3"].ShouldContain(12.50m.ToString(CultureInfo.InvariantCulture));
        await Eventually.Async(() => toldSent.Any(e => e.UserId == user), RunningAbpHost.Patience, "the known user's event");
        await Eventually.Async(() => toldSkipped.Any(e => e.UserId == "nobody-" + user), RunningAbpHost.Patience, "the unknown user's event");
        toldSkipped.Single(e => e.UserId == "nobody-" + user).ShouldSatisfyAllConditions(
            e => e.Reason.ShouldBe(DeliveryReason.UnknownUser), e => e.OpenId.ShouldBeEmpty(), e => e.TenantId.ShouldBe(host.North.Id));
    }

    [Fact]
    public async Task A_message_that_falls_back_is_told_once_when_it_is_over()
    {
        await using var other = await RunningAbpHost.StartAsync();
        using var sent = other.Listen<WeChatDeliverySentEto>(out var toldSent);
        using var skipped = other.Listen<WeChatDeliverySkippedEto>(out var toldSkipped);
        var user = other.North.NewUser();
        other.WeChat.SetTemplate(new() { AppId = other.North.AppId, TemplateId = "tmpl-unloved", Fields = ["thing1"] });
        await other.As<WeChatNotifications.Templates.IMessageTemplateAppService, WeChatNotifications.Templates.MessageTemplateDto>(other.North.Id, s => s.CreateAsync(new()
        {
            Name = "unloved",
            AppCredentialId = other.North.AppCredentialId,
            WeChatTemplateId = "tmpl-unloved",
            Fields = [new() { Key = "thing1", Name = "product" }],
            FallbackTemplateId = other.North.TemplateId,
        }));

        var id = (await other.Send(other.North, Shop.Order(user) with { Template = "unloved" })).Single().DeliveryId;

        await other.Until(other.North, id, DeliveryStatus.Sent);
        await Eventually.Async(() => toldSent.Any(e => e.Id == id), RunningAbpHost.Patience, "the event");
        toldSent.Single(e => e.Id == id).Template.ShouldBe(RunningAbpHost.Template);
        toldSkipped.ShouldBeEmpty();
    }
}
