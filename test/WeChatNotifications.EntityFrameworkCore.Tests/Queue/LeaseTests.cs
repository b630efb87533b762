using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

public sealed class LinqLeaseTests() : LeaseTests(QueueKind.Linq);

public sealed class PostgreSqlLeaseTests() : LeaseTests(QueueKind.PostgreSql);

public abstract class LeaseTests(QueueKind kind) : QueueTests(kind)
{
    [Fact]
    public async Task A_renewed_claim_lasts_longer_and_only_that_one()
    {
        var (mine, other) = (Guid.NewGuid(), Guid.NewGuid());
        await EnqueueAsync(Given.Delivery(App, "o-1"), Given.Delivery(App, "o-2"));
        var first = (await ClaimAsync(max: 1, token: mine)).Single();
        var second = (await ClaimAsync(max: 1, token: other)).Single();

        (await RenewAsync(Now.AddSeconds(30), Now.AddSeconds(90), mine, Guid.NewGuid())).ShouldBe(1);

        (await World.RowAsync(first.Id)).LeaseUntil.ShouldBe(Now.AddSeconds(90));
        (await World.RowAsync(second.Id)).LeaseUntil.ShouldBe(Now.AddMinutes(1));
        (await ReapAsync(Now.AddSeconds(70))).ShouldBe(new ReapedDeliveries(1, 0, 0));
        (await World.RowAsync(first.Id)).ClaimToken.ShouldBe(mine);
    }

    [Fact]
    public async Task A_lapsed_claim_is_not_renewed()
    {
        var token = Guid.NewGuid();
        await EnqueueAsync(Given.Delivery(App));
        await ClaimAsync(token: token);

        (await RenewAsync(Now.AddMinutes(1), Now.AddMinutes(2), token)).ShouldBe(0);
        (await RenewAsync(Now.AddMinutes(1).AddMicroseconds(-1), Now.AddMinutes(2), token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_recorded_delivery_is_not_renewed()
    {
        var claimed = await ClaimedAsync();
        var token = claimed.ClaimToken!.Value;
        await RecordAsync(Outcome(claimed, d => d.MarkSent(1, Now)));

        (await RenewAsync(Now, Now.AddMinutes(2), token)).ShouldBe(0);
        (await World.RowAsync(claimed.Id)).LeaseUntil.ShouldBeNull();
    }

    [Fact]
    public async Task A_dead_nodes_rows_go_back_into_the_queue_at_once()
    {
        var claimed = await ClaimedAsync();
        var lapsed = Now.AddMinutes(1);

        (await ReapAsync(lapsed.AddMicroseconds(-1))).Total.ShouldBe(0);
        (await ReapAsync(lapsed)).ShouldBe(new ReapedDeliveries(Requeued: 1, Held: 0, Failed: 0));

        var row = await World.RowAsync(claimed.Id);
        (row.Status, row.Reason, row.NotBefore, row.ClaimToken, row.LeaseUntil, row.FinishedAt)
            .ShouldBe((DeliveryStatus.Pending, DeliveryReason.OutcomeUnknown, lapsed, null, null, null));
        row.ErrorMessage.ShouldNotBeNull().ShouldContain("stopped before it recorded");
        (await ClaimAsync(now: lapsed)).ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Where_the_app_wants_a_person_to_decide_they_are_held()
    {
        var careful = await World.AddAppAsync(Given.OtherTenant, UnconfirmedPolicy.Hold);
        var held = await ClaimedAsync("o-1", careful);
        var requeued = await ClaimedAsync("o-2");

        (await ReapAsync(Now.AddMinutes(2))).ShouldBe(new ReapedDeliveries(Requeued: 1, Held: 1, Failed: 0));

        var row = await World.RowAsync(held.Id);
        (row.Status, row.Reason, row.FinishedAt, row.ClaimToken).ShouldBe((DeliveryStatus.Unconfirmed, DeliveryReason.OutcomeUnknown, Now.AddMinutes(2), null));
        (await World.RowAsync(requeued.Id)).Status.ShouldBe(DeliveryStatus.Pending);
    }

    [Fact]
    public async Task A_row_that_outlives_all_its_attempts_is_given_up()
    {
        var poison = await ClaimedAsync();
        await ReapAsync(Now.AddMinutes(1), maxAttempts: 2);
        await ClaimAsync(now: Now.AddMinutes(1));

        (await ReapAsync(Now.AddMinutes(3), maxAttempts: 2)).ShouldBe(new ReapedDeliveries(Requeued: 0, Held: 0, Failed: 1));

        var row = await World.RowAsync(poison.Id);
        (row.Status, row.Reason, row.Attempts, row.FinishedAt).ShouldBe((DeliveryStatus.Failed, DeliveryReason.AttemptsExhausted, 2, Now.AddMinutes(3)));
    }

    [Fact]
    public async Task An_error_of_an_earlier_attempt_is_not_taken_for_this_ones()
    {
        var claimed = await ClaimedAsync();
        await RecordAsync(Outcome(claimed, d => d.Reschedule(Now, DeliveryReason.RetryLater, new(-1, "system busy", "rid-1"))));
        await ClaimAsync();

        await ReapAsync(Now.AddMinutes(2));

        var row = await World.RowAsync(claimed.Id);
        (row.ErrorCode, row.Rid).ShouldBe((null, null));
    }

    [Fact]
    public async Task What_a_removed_app_left_behind_is_closed_instead_of_waiting_for_ever()
    {
        var orphan = await ClaimedAsync();
        await World.Database.ExecuteAsync("""delete from "WeChatAppCredentials" """);

        (await ReapAsync(Now.AddMinutes(2))).ShouldBe(new ReapedDeliveries(Requeued: 0, Held: 0, Failed: 1));

        var row = await World.RowAsync(orphan.Id);
        (row.Status, row.Reason, row.ClaimToken).ShouldBe((DeliveryStatus.Failed, DeliveryReason.ConfigurationFault, null));
    }

    [Fact]
    public async Task Nodes_that_record_renew_and_reap_at_once_do_not_wait_for_each_other_in_a_circle()
    {
        const int Users = 20, Batches = 30;
        for (var user = 0; user < Users; user++)
        {
            await World.AddGrantAsync(App, $"o-{user}", remaining: 100);
        }

        var tokens = new List<Guid>();
        var outcomes = new List<List<DeliveryOutcome>>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var order = Enumerable.Range(0, Users).ToArray();
            new Random(batch).Shuffle(order);
            await EnqueueAsync(order.Select((user, i) => Given.Delivery(App, $"o-{user}", now: Now.AddMilliseconds(-i))).ToList());
            var token = Guid.NewGuid();
            tokens.Add(token);
            outcomes.Add([.. (await ClaimAsync(max: Users, token: token)).Select(d => Outcome(d, x => x.MarkSent(null, Now)))]);
        }

        // Each writer holds rows of many claims, as a recorder does that is behind.
        var mixed = outcomes.SelectMany(o => o).OrderBy(o => o.Delivery.Id.GetHashCode()).Chunk(Users).ToArray();
        var recording = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            foreach (var chunk in mixed.Where((_, i) => i % 4 == writer))
            {
                (await RecordAsync(chunk)).ShouldBe(chunk.Length);
            }
        })));
        var renewing = Task.Run(async () =>
        {
            // LINQ cannot skip locked rows: there, a renewal may be the victim of a deadlock, and the engine's next one makes up for it.
            while (Kind == QueueKind.PostgreSql && !recording.IsCompleted)
            {
                await RenewAsync(Now, Now.AddMinutes(1), [.. tokens]);
                await ReapAsync(Now);
            }
        });
        await Task.WhenAll(recording, renewing).WaitAsync(TimeSpan.FromSeconds(60));

        (await World.Database.QueryAsync<int>("""select "Remaining" from "WeChatSubscriptionGrants" """)).ShouldAllBe(r => r == 100 - Batches);
    }
}
