using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Recipients;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Events;

/// <summary>What a host hears of messages that really were sent, or not.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public async Task A_sent_message_is_told_once_with_what_its_sender_knows_it_by()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (host, heard) = await StartAsync(given);

        var id = await host.SendOrder("u1", change: n => n with { DedupKey = "order:7" });

        var sent = (await heard.Until<NotificationSent>(e => e.DeliveryId == id)).ShouldHaveSingleItem();
        var delivery = await host.Delivery(id);
        sent.ShouldSatisfyAllConditions(
            e => e.TenantId.ShouldBe(given.Tenant),
            e => e.AppCredentialId.ShouldBe(given.AppCredentialId),
            e => e.Template.ShouldBe(WeChatFixture.Template),
            e => e.OpenId.ShouldBe("u1"),
            e => e.DedupKey.ShouldBe("order:7"),
            e => e.Attempts.ShouldBe(1),
            e => e.Status.ShouldBe(DeliveryStatus.Sent),
            e => e.At.ShouldBe(delivery.SentAt!.Value, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_is_told_with_the_reason_and_a_retry_that_works_later_again()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (host, heard) = await StartAsync(given);
        given.WeChat.SetUser(new() { AppId = WeChatFixture.AppId, OpenId = "o-refuses" });

        var id = await host.SendOrder("o-refuses");

        var skipped = (await heard.Until<NotificationFailed>(e => e.DeliveryId == id)).ShouldHaveSingleItem();
        (skipped.Status, skipped.Reason, skipped.ErrorCode).ShouldBe((DeliveryStatus.Skipped, DeliveryReason.NoPermit, 43101));

        given.WeChat.SetGrant(new GrantSeed { AppId = WeChatFixture.AppId, OpenId = "o-refuses", TemplateId = WeChatFixture.WeChatTemplate, Sends = 1 });
        await host.As<IDeliveryAppService, DeliveryDetailDto>(given.Tenant, s => s.RetryAsync(id));

        (await heard.Until<NotificationSent>(e => e.DeliveryId == id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_user_whom_nobody_knows_is_told_as_skipped()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (host, heard) = await StartAsync(given);

        var id = (await host.Send(WeChatFixture.Order(NotificationRecipients.UserId("nobody")))).Single().DeliveryId;

        var skipped = (await heard.Until<NotificationFailed>(e => e.DeliveryId == id)).ShouldHaveSingleItem();
        (skipped.Reason, skipped.UserId, skipped.OpenId).ShouldBe((DeliveryReason.UnknownUser, "nobody", ""));
    }

    [Fact]
    public async Task What_is_cancelled_by_hand_or_with_its_app_is_told()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (host, heard) = await StartAsync(given);
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1);
        var byHand = await host.SendOrder("u1", change: n => n with { NotBefore = tomorrow });
        var withApp = await host.SendOrder("u2", change: n => n with { NotBefore = tomorrow });

        await host.As<IDeliveryAppService, DeliveryDetailDto>(given.Tenant, s => s.CancelAsync(byHand));
        await host.As<WeChatNotifications.Templates.IMessageTemplateAppService, bool>(given.Tenant, async s =>
        {
            await s.DeleteAsync(given.TemplateId);
            return true;
        });
        await host.As<IAppCredentialAppService, bool>(given.Tenant, async s =>
        {
            await s.DeleteAsync(given.AppCredentialId);
            return true;
        });

        await heard.Until<NotificationFailed>(e => e.DeliveryId == withApp);
        heard.Of<NotificationFailed>().Select(e => (e.DeliveryId, e.Status)).ShouldBe([(byHand, DeliveryStatus.Cancelled), (withApp, DeliveryStatus.Cancelled)]);
    }

    [Fact]
    public async Task What_is_given_up_because_its_node_died_is_told()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (host, heard) = await StartAsync(given);
        var id = await host.SendOrder("u1");
        await host.Until(id, DeliveryStatus.Sent);

        await given.Database.ExecuteAsync(
            """
            UPDATE "WeChatDeliveryLogs" SET "Status" = $2, "Attempts" = 1000, "ClaimToken" = gen_random_uuid(), "LeaseUntil" = now() - interval '1 second', "SentAt" = NULL, "FinishedAt" = NULL
            WHERE "Id" = $1
            """,
            id, (int)DeliveryStatus.Sending);

        var failed = (await heard.Until<NotificationFailed>(e => e.DeliveryId == id)).ShouldHaveSingleItem();
        (failed.Status, failed.Reason).ShouldBe((DeliveryStatus.Failed, DeliveryReason.AttemptsExhausted));
    }

    [Fact]
    public async Task An_app_that_is_paused_and_resumed_by_hand_is_told()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (host, heard) = await StartAsync(given);

        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.PauseAsync(given.AppCredentialId, new PauseAppDto(Until: null, "stocktaking")));
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.ResumeAsync(given.AppCredentialId));
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.ResumeAsync(given.AppCredentialId));

        await heard.Until<AppResumed>(_ => true);
        heard.Of<AppPaused>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.AppId.ShouldBe(WeChatFixture.AppId), e => e.Reason.ShouldBe(PauseReason.ByHand), e => e.Detail.ShouldBe("stocktaking"), e => e.TenantId.ShouldBe(given.Tenant));
        heard.Of<AppResumed>().ShouldHaveSingleItem().AppCredentialId.ShouldBe(given.AppCredentialId);
    }

    [Fact]
    public async Task An_app_that_WeChat_makes_us_pause_is_told_once()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var (host, heard) = await StartAsync(given);
        given.WeChat.SetQuotas(new QuotaChange { AppId = WeChatFixture.AppId, Limits = new AppLimits { SendsPerDay = 0 } });

        await host.SendOrder("u1");

        var paused = (await heard.Until<AppPaused>(_ => true)).ShouldHaveSingleItem();
        (paused.Reason, paused.ErrorCode).ShouldBe((PauseReason.WeChatError, 45009));
        paused.Until.ShouldNotBeNull();
    }

    private static async Task<(EngineHost Host, Ear Ear)> StartAsync(WeChatFixture given)
    {
        var ear = new Ear();
        var host = await given.StartAsync(services: s => s.AddSingleton(ear).AddNotificationOutcomeHandler<Handler>());
        return (host, ear);
    }

    private sealed class Ear
    {
        private readonly ConcurrentQueue<IOutcomeEvent> _heard = new();

        public void Hear(IReadOnlyList<IOutcomeEvent> events)
        {
            foreach (var outcome in events)
            {
                _heard.Enqueue(outcome);
            }
        }

        public IEnumerable<TEvent> Of<TEvent>() => _heard.OfType<TEvent>();

        public async Task<IReadOnlyList<TEvent>> Until<TEvent>(Func<TEvent, bool> wanted)
        {
            await Eventually.Async(() => Of<TEvent>().Any(wanted), EngineHost.Patience, $"a {typeof(TEvent).Name}");
            return [.. Of<TEvent>().Where(wanted)];
        }
    }

    private sealed class Handler(Ear ear) : INotificationOutcomeHandler<IOutcomeEvent>
    {
        public Task HandleAsync(IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken)
        {
            ear.Hear(events);
            return Task.CompletedTask;
        }
    }
}
