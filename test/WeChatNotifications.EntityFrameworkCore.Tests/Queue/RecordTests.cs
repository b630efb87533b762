using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

public sealed class LinqRecordTests() : RecordTests(QueueKind.Linq);

public sealed class PostgreSqlRecordTests() : RecordTests(QueueKind.PostgreSql);

public abstract class RecordTests(QueueKind kind) : QueueTests(kind)
{
    private static readonly DeliveryError Busy = new(-1, "system busy", "rid-1");

    [Fact]
    public async Task An_accepted_message_is_recorded_whole_and_let_go()
    {
        var claimed = await ClaimedAsync();

        (await RecordAsync(Outcome(claimed, d => d.MarkSent(9_007_199_254_740_993, Now.AddSeconds(1))))).ShouldBe(1);

        var row = await World.RowAsync(claimed.Id);
        row.ShouldBeEquivalentTo(claimed);
        (row.Status, row.WeChatMessageId, row.ClaimToken, row.LeaseUntil).ShouldBe((DeliveryStatus.Sent, 9_007_199_254_740_993L, null, null));
        (await World.AllAsync<DeliveryAttempt>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retry_waits_for_its_time_and_notes_the_attempt()
    {
        var claimed = await ClaimedAsync();
        var outcome = Outcome(claimed, d => d.Reschedule(Now.AddMinutes(5).ToOffset(TimeSpan.FromHours(8)), DeliveryReason.RetryLater, Busy), withAttempt: true);

        (await RecordAsync(outcome)).ShouldBe(1);

        (await World.RowAsync(claimed.Id)).ShouldBeEquivalentTo(claimed);
        (await World.AllAsync<DeliveryAttempt>()).ShouldHaveSingleItem().ShouldBeEquivalentTo(outcome.Attempts.Single());
        (await ClaimAsync(now: Now.AddMinutes(4))).ShouldBeEmpty();
        (await ClaimAsync(now: Now.AddMinutes(5))).ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Whatever_the_outcome_the_row_says_just_that()
    {
        await EnqueueAsync(Enumerable.Range(0, 6).Select(i => Given.Delivery(App, $"o-{i}", now: Now.AddSeconds(-i))).ToList());
        Action<DeliveryLog>[] changes =
        [
            d => d.MarkSent(null, Now),
            d => d.Fail(DeliveryReason.TemplateBroken, new(40037, "模板 invalid", "rid"), Now),
            d => d.Skip(DeliveryReason.NoPermit, new(43101, "user refuse", null), Now),
            d => d.Skip(DeliveryReason.Expired, null, Now),
            d => d.Hold(new(null, "time-out", null), Now),
            d => d.Release(DeliveryReason.AppPaused, null),
        ];
        var claimed = await ClaimAsync();

        (await RecordAsync(claimed.Select((d, i) => Outcome(d, changes[i], withAttempt: true)).ToList())).ShouldBe(6);

        (await World.AllAsync<DeliveryLog>()).ShouldBeEquivalentTo(claimed.OrderBy(d => d.Id).ToList());
        (await World.AllAsync<DeliveryAttempt>()).Select(a => (a.DeliveryLogId, a.TenantId, a.Number, a.Status))
            .ShouldBe(claimed.Select(d => (d.Id, (Guid?)Given.Tenant, 1, d.Status)), ignoreOrder: true);
    }

    [Fact]
    public async Task An_outcome_that_comes_after_the_row_was_taken_over_changes_nothing()
    {
        await World.AddGrantAsync(App, "o-alice", remaining: 3);
        var late = await ClaimedAsync();
        await ReapAsync(Now.AddMinutes(2));
        var second = (await ClaimAsync(now: Now.AddMinutes(2))).ShouldHaveSingleItem();
        var before = await World.RowAsync(late.Id);

        (await RecordAsync(Outcome(late, d => d.MarkSent(1, Now), withAttempt: true))).ShouldBe(0);

        (await World.RowAsync(late.Id)).ShouldBeEquivalentTo(before);
        (await World.AllAsync<DeliveryAttempt>()).ShouldBeEmpty();
        (await World.AllAsync<SubscriptionGrant>()).ShouldHaveSingleItem().Remaining.ShouldBe(3);
        (await RecordAsync(Outcome(second, d => d.MarkSent(2, Now.AddMinutes(2))))).ShouldBe(1);
        (await World.RowAsync(late.Id)).WeChatMessageId.ShouldBe(2);
    }

    [Fact]
    public async Task The_late_and_the_valid_outcome_of_one_row_may_come_in_one_batch()
    {
        await World.AddGrantAsync(App, "o-alice", remaining: 3);
        var late = await ClaimedAsync();
        await ReapAsync(Now.AddMinutes(2));
        var valid = (await ClaimAsync(now: Now.AddMinutes(2))).ShouldHaveSingleItem();
        var noted = Outcome(valid, d => d.Fail(DeliveryReason.ConfigurationFault, Busy, Now.AddMinutes(2)), withAttempt: true);

        (await RecordAsync(Outcome(late, d => d.MarkSent(1, Now), withAttempt: true), noted)).ShouldBe(1);

        (await World.RowAsync(late.Id)).Status.ShouldBe(DeliveryStatus.Failed);
        (await World.AllAsync<DeliveryAttempt>()).ShouldHaveSingleItem().Id.ShouldBe(noted.Attempts.Single().Id);
        (await World.AllAsync<SubscriptionGrant>()).ShouldHaveSingleItem().Remaining.ShouldBe(3);
    }

    [Fact]
    public async Task A_second_record_of_the_same_outcome_is_ignored()
    {
        await World.AddGrantAsync(App, "o-alice", remaining: 3);
        var outcome = Outcome(await ClaimedAsync(), d => d.MarkSent(1, Now));

        (await RecordAsync(outcome)).ShouldBe(1);
        (await RecordAsync(outcome)).ShouldBe(0);

        (await World.AllAsync<SubscriptionGrant>()).ShouldHaveSingleItem().Remaining.ShouldBe(2);
    }

    [Fact]
    public async Task A_person_who_cancelled_meanwhile_has_the_last_word()
    {
        var claimed = await ClaimedAsync();
        await World.Database.ExecuteAsync("""update "WeChatDeliveryLogs" set "Status" = 8, "ClaimToken" = null""");

        (await RecordAsync(Outcome(claimed, d => d.MarkSent(1, Now)))).ShouldBe(0);

        (await World.RowAsync(claimed.Id)).Status.ShouldBe(DeliveryStatus.Cancelled);
    }

    [Fact]
    public async Task Messages_sent_are_taken_from_the_users_own_ledger_and_never_below_zero()
    {
        await World.AddGrantAsync(App, "o-alice", remaining: 5);
        await World.AddGrantAsync(App, "o-bob", remaining: 1);
        await World.AddGrantAsync(App, "o-carol", remaining: 0, isLongTerm: true);
        await EnqueueAsync(
            Given.Delivery(App), Given.Delivery(App), Given.Delivery(App, template: "tmpl-2"), Given.Delivery(App, "o-bob"), Given.Delivery(App, "o-bob"),
            Given.Delivery(App, "o-carol"), Given.Delivery(App, "o-nobody"));
        var sentAt = Now.AddSeconds(3);

        (await RecordAsync((await ClaimAsync()).Select(d => Outcome(d, x => x.MarkSent(null, sentAt))).ToList())).ShouldBe(7);

        var grants = (await World.AllAsync<SubscriptionGrant>()).ToDictionary(g => g.OpenId);
        grants["o-alice"].Remaining.ShouldBe(3);
        grants["o-bob"].Remaining.ShouldBe(0);
        (grants["o-carol"].AllowsSending, grants["o-carol"].LastDecision).ShouldBe((true, GrantDecision.Accepted));
        grants.Values.ShouldAllBe(g => g.UpdatedAt == sentAt);
    }

    [Fact]
    public async Task No_permit_empties_the_ledger_whatever_was_counted()
    {
        await World.AddGrantAsync(App, "o-alice", remaining: 5);
        await World.AddGrantAsync(App, "o-bob", remaining: 1, isLongTerm: true);
        await World.AddGrantAsync(App, "o-carol", remaining: 2);
        await EnqueueAsync(Given.Delivery(App), Given.Delivery(App, "o-bob"), Given.Delivery(App, now: Now.AddSeconds(-1)), Given.Delivery(App, "o-carol"));
        var claimed = await ClaimAsync();

        // Alice's first message still went out; her second met the refusal. Carol's failed for another reason.
        await RecordAsync(claimed.Select((d, i) => Outcome(d, x =>
        {
            switch (i, x.OpenId)
            {
                case (0, _):
                    x.MarkSent(null, Now);
                    break;
                case (_, "o-carol"):
                    x.Fail(DeliveryReason.ContentRejected, Busy, Now);
                    break;
                default:
                    x.Skip(DeliveryReason.NoPermit, new(43101, "user refuse to accept the msg", null), Now);
                    break;
            }
        })).ToList());

        var grants = (await World.AllAsync<SubscriptionGrant>()).ToDictionary(g => g.OpenId);
        (grants["o-alice"].Remaining, grants["o-alice"].LastDecision).ShouldBe((0, GrantDecision.UsedUp));
        (grants["o-bob"].AllowsSending, grants["o-bob"].LastDecision).ShouldBe((false, GrantDecision.UsedUp));
        (grants["o-carol"].Remaining, grants["o-carol"].LastDecision).ShouldBe((2, GrantDecision.Accepted));
    }

    [Fact]
    public async Task Outcomes_attempts_and_grants_are_written_together_or_not_at_all()
    {
        await World.AddGrantAsync(App, "o-alice", remaining: 2);
        var noted = Outcome(await ClaimedAsync("o-bob"), d => d.Fail(DeliveryReason.ConfigurationFault, Busy, Now), withAttempt: true);
        await RecordAsync(noted);
        var sent = Outcome(await ClaimedAsync("o-alice"), d => d.MarkSent(7, Now));
        var claimed = await ClaimedAsync("o-carol");
        var held = await World.RowAsync(claimed.Id);

        // The same attempt once more cannot be stored.
        var broken = Outcome(claimed, d => d.Fail(DeliveryReason.ConfigurationFault, Busy, Now)) with { Attempts = noted.Attempts };
        await Should.ThrowAsync<Exception>(() => RecordAsync(sent, broken));

        (await World.RowAsync(claimed.Id)).ShouldBeEquivalentTo(held);
        (await World.RowAsync(sent.Delivery.Id)).Status.ShouldBe(DeliveryStatus.Sending);
        (await World.AllAsync<SubscriptionGrant>()).ShouldHaveSingleItem().Remaining.ShouldBe(2);
        (await RecordAsync(sent, broken with { Attempts = [] })).ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_to_record_is_no_trouble() => (await RecordAsync()).ShouldBe(0);
}
