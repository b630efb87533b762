using System.Collections.Concurrent;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

public sealed class LinqClaimTests() : ClaimTests(QueueKind.Linq);

public sealed class PostgreSqlClaimTests() : ClaimTests(QueueKind.PostgreSql);

public abstract class ClaimTests(QueueKind kind) : QueueTests(kind)
{
    /// <summary>The reference is right, not quick: its claimers get into each other's way.</summary>
    private int Rows => Kind == QueueKind.Linq ? 1_000 : 5_000;

    [Fact]
    public async Task Urgent_lanes_come_first_and_in_a_lane_the_longest_due()
    {
        await EnqueueAsync(
            Given.Delivery(App, "bulk", priority: DeliveryPriority.Bulk, now: Now.AddMinutes(-9)),
            Given.Delivery(App, "normal-late", priority: DeliveryPriority.Normal, now: Now.AddMinutes(-3)),
            Given.Delivery(App, "normal-early", priority: DeliveryPriority.Normal, now: Now.AddMinutes(-8)),
            Given.Delivery(App, "urgent-late", now: Now.AddMinutes(-1)),
            Given.Delivery(App, "urgent-early", now: Now.AddMinutes(-2)));

        (await ClaimAsync(max: 3)).Select(d => d.OpenId).ShouldBe(["urgent-early", "urgent-late", "normal-early"]);
        (await ClaimAsync(max: 3)).Select(d => d.OpenId).ShouldBe(["normal-late", "bulk"]);
        (await ClaimAsync(max: 3)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_newest_transactional_goes_first_the_other_lanes_keep_their_order()
    {
        await EnqueueAsync(
            Given.Delivery(App, "bulk-late", priority: DeliveryPriority.Bulk, now: Now.AddMinutes(-1)),
            Given.Delivery(App, "bulk-early", priority: DeliveryPriority.Bulk, now: Now.AddMinutes(-9)),
            Given.Delivery(App, "normal-late", priority: DeliveryPriority.Normal, now: Now.AddMinutes(-3)),
            Given.Delivery(App, "normal-early", priority: DeliveryPriority.Normal, now: Now.AddMinutes(-8)),
            Given.Delivery(App, "urgent-early", now: Now.AddMinutes(-2)),
            Given.Delivery(App, "urgent-late", now: Now.AddMinutes(-1)),
            Given.Delivery(App, "urgent-not-yet", notBefore: Now.AddMinutes(1)));

        (await ClaimAsync(max: 1, newestTransactionalFirst: true)).Select(d => d.OpenId).ShouldBe(["urgent-late"]);
        (await ClaimAsync(max: 9, newestTransactionalFirst: true)).Select(d => d.OpenId).ShouldBe(["urgent-early", "normal-early", "normal-late", "bulk-early", "bulk-late"]);
    }

    [Fact]
    public async Task A_lane_that_is_full_of_mass_sends_can_ask_for_what_overtakes_them_alone()
    {
        await EnqueueAsync(
            Given.Delivery(App, "bulk", priority: DeliveryPriority.Bulk, now: Now.AddMinutes(-9)),
            Given.Delivery(App, "normal", priority: DeliveryPriority.Normal, now: Now.AddMinutes(-3)),
            Given.Delivery(App, "urgent", now: Now.AddMinutes(-1)));

        (await ClaimAsync(leastUrgent: DeliveryPriority.Transactional)).Select(d => d.OpenId).ShouldBe(["urgent"]);
        (await ClaimAsync(leastUrgent: DeliveryPriority.Normal)).Select(d => d.OpenId).ShouldBe(["normal"]);
        (await ClaimAsync(leastUrgent: DeliveryPriority.Normal)).ShouldBeEmpty();
        (await ClaimAsync()).Select(d => d.OpenId).ShouldBe(["bulk"]);
    }

    [Fact]
    public async Task Nothing_is_taken_before_its_time_and_everything_at_its_time()
    {
        await EnqueueAsync(Given.Delivery(App, notBefore: Now.AddSeconds(1)));

        (await ClaimAsync(now: Now.AddSeconds(1).AddMicroseconds(-1))).ShouldBeEmpty();
        (await ClaimAsync(now: Now.AddSeconds(1))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_claimed_row_names_its_claim_and_counts_the_attempt()
    {
        var token = Guid.NewGuid();
        var delivery = Given.Delivery(App, "o-bob", "k", expiresAt: Now.AddDays(1));
        await EnqueueAsync(delivery);

        var claimed = (await ClaimAsync(token: token)).ShouldHaveSingleItem();

        claimed.ShouldSatisfyAllConditions(
            c => c.Id.ShouldBe(delivery.Id),
            c => c.Status.ShouldBe(DeliveryStatus.Sending),
            c => c.Attempts.ShouldBe(1),
            c => c.ClaimToken.ShouldBe(token),
            c => c.LeaseUntil.ShouldBe(Now.AddMinutes(1)),
            c => c.Data.ShouldBe(delivery.Data),
            c => c.ExpiresAt.ShouldBe(delivery.ExpiresAt));
        (await World.RowAsync(delivery.Id)).ShouldBeEquivalentTo(claimed);
    }

    [Fact]
    public async Task A_claim_takes_from_its_own_app_only_and_from_any_tenant()
    {
        var other = await World.AddAppAsync(Given.OtherTenant);
        await EnqueueAsync(Given.Delivery(App, "mine"), Given.Delivery(other, "theirs"));

        using (World.Tenant.Change(Given.Tenant))
        {
            (await ClaimAsync(app: other)).Select(d => (d.OpenId, d.TenantId)).ShouldBe([("theirs", Given.OtherTenant)]);
        }

        (await ClaimAsync()).Select(d => d.OpenId).ShouldBe(["mine"]);
    }

    [Fact]
    public async Task Only_waitingRows_are_taken()
    {
        await EnqueueAsync(Enumerable.Range(0, 7).Select(i => Given.Delivery(App, $"o-{i}", now: Now.AddSeconds(-i))).ToList());
        for (var status = DeliveryStatus.Sent; status <= DeliveryStatus.Cancelled; status++)
        {
            await World.Database.ExecuteAsync("""update "WeChatDeliveryLogs" set "Status" = $1 where "OpenId" = $2""", (int)status, $"o-{(int)status - 2}");
        }

        (await ClaimAsync()).ShouldBeEmpty();
        (await FindAppsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_has_expired_is_handed_out_too_since_the_engine_has_to_close_it()
    {
        await EnqueueAsync(Given.Delivery(App, expiresAt: Now.AddMinutes(1)));

        (await ClaimAsync(now: Now.AddHours(1))).ShouldHaveSingleItem().IsExpiredAt(Now.AddHours(1)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, false, false, 0, true)]
    [InlineData(false, false, false, 0, false)]
    [InlineData(true, true, false, 0, false)]
    [InlineData(true, true, true, 1, false)]
    [InlineData(true, true, true, 0, true)]
    [InlineData(true, true, true, -1, true)]
    [InlineData(false, true, true, -1, false)]
    public async Task A_disabled_or_paused_app_neither_has_work_nor_gives_any(bool isEnabled, bool isPaused, bool pauseEnds, int endsInSeconds, bool hasWork)
    {
        var app = Given.App(Given.OtherTenant, isEnabled: isEnabled);
        if (isPaused)
        {
            app.Pause(pauseEnds ? Now.AddSeconds(endsInSeconds) : null, PauseReason.ByHand, null, null, Now.AddHours(-1));
        }

        await World.AddAsync(app);
        await EnqueueAsync(Given.Delivery(app));

        (await FindAppsAsync()).ShouldBe(hasWork ? [app.Id] : []);
        // Also when it is asked directly: a wake-up for new work must not get round a pause.
        (await ClaimAsync(app: app)).Count.ShouldBe(hasWork ? 1 : 0);
    }

    [Fact]
    public async Task Apps_of_all_tenants_with_something_due_are_found()
    {
        var due = await World.AddAppAsync(Given.OtherTenant);
        var later = await World.AddAppAsync(tenant: null);
        await EnqueueAsync(
            Given.Delivery(App), Given.Delivery(App), Given.Delivery(due, priority: DeliveryPriority.Bulk),
            Given.Delivery(later, notBefore: Now.AddMinutes(5)));

        using (World.Tenant.Change(Given.Tenant))
        {
            (await FindAppsAsync()).ShouldBe([App.Id, due.Id], ignoreOrder: true);
            (await FindAppsAsync(Now.AddMinutes(5))).ShouldBe([App.Id, due.Id, later.Id], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Eight_claimers_at_once_get_allRows_and_none_twice()
    {
        await SeedAsync(Rows);
        var taken = new ConcurrentQueue<Guid>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (taken.Count < Rows)
            {
                foreach (var claimed in await ClaimAsync(max: 97))
                {
                    taken.Enqueue(claimed.Id);
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));

        taken.Count.ShouldBe(Rows);
        taken.Distinct().Count().ShouldBe(Rows);
        (await World.Database.QueryAsync<long>("""select count(*) from "WeChatDeliveryLogs" where "Status" = 1 and "Attempts" = 1 and "ClaimToken" is not null"""))
            .ShouldBe([(long)Rows]);
    }

    [Fact]
    public async Task The_backlog_counts_what_is_due_scheduled_and_under_way()
    {
        var oldest = Now.AddMinutes(-7);
        await EnqueueAsync(Given.Delivery(App, "taken", now: Now.AddHours(-1)));
        await ClaimAsync();
        await EnqueueAsync(Given.Delivery(App, now: oldest), Given.Delivery(App), Given.Delivery(App, notBefore: Now.AddMinutes(1)));

        var backlog = await World.UseAsync<IDeliveryQueue, DeliveryBacklog>(q => q.GetBacklogAsync(Now, default));

        backlog.ShouldBe(new DeliveryBacklog(Due: 2, Scheduled: 1, Sending: 1, oldest));
    }

    [Fact]
    public async Task An_empty_queue_has_no_oldest_delivery()
        => (await World.UseAsync<IDeliveryQueue, DeliveryBacklog>(q => q.GetBacklogAsync(Now, default))).ShouldBe(default);

    private Task<int> SeedAsync(int rows) => World.Database.ExecuteAsync(
        """
        insert into "WeChatDeliveryLogs" ("Id", "TenantId", "AppCredentialId", "MessageTemplateId", "TemplateName", "Channel", "OpenId", "WeChatTemplateId", "Data",
            "MiniProgramVersion", "Status", "Reason", "Priority", "NotBefore", "Attempts", "CreatedAt")
        select gen_random_uuid(), $1, $2, $2, 't', 0, 'o-' || i, 'w', '{}', 0, 0, 0, i % 3, $3, 0, $3 from generate_series(1, $4) i
        """,
        Given.Tenant, App.Id, Now.UtcDateTime, rows);
}
