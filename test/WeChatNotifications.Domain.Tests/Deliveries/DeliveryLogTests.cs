using System.Text;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;
using static WeChatNotifications.Deliveries.DeliveryStatus;

namespace WeChatNotifications.Domain.Tests.Deliveries;

public sealed class DeliveryLogTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddMinutes(5);
    private static readonly DeliveryError Error = new(45011, "api minute-quota reach limit", "rid-1");

    /// <summary>Every operation, the states it may start from, and the state it leads to.</summary>
    private static readonly (string Name, DeliveryStatus[] From, DeliveryStatus To, Action<DeliveryLog> Do)[] Operations =
    [
        (nameof(DeliveryLog.MarkSent), [Sending], Sent, d => d.MarkSent(1, Later)),
        (nameof(DeliveryLog.Fail), [Sending], Failed, d => d.Fail(DeliveryReason.ContentRejected, Error, Later)),
        (nameof(DeliveryLog.Skip), [Sending], Skipped, d => d.Skip(DeliveryReason.NoPermit, Error, Later)),
        (nameof(DeliveryLog.Hold), [Sending], Unconfirmed, d => d.Hold(Error, Later)),
        (nameof(DeliveryLog.Reschedule), [Sending], Pending, d => d.Reschedule(Later, DeliveryReason.RetryLater, Error)),
        (nameof(DeliveryLog.Release), [Sending], Pending, d => d.Release(DeliveryReason.AppPaused, null)),
        (nameof(DeliveryLog.PutOff), [Sending], Pending, d => d.PutOff(Later, DeliveryReason.QuietHours)),
        (nameof(DeliveryLog.CancelWithBroadcast), [Sending], Cancelled, d => d.CancelWithBroadcast(Later)),
        (nameof(DeliveryLog.Retry), [Failed, Skipped, Unconfirmed, Refused, Cancelled], Pending, d => d.Retry(Later)),
        (nameof(DeliveryLog.Cancel), [Pending, Unconfirmed], Cancelled, d => d.Cancel(Later)),
        (nameof(DeliveryLog.FallBack), [Sending, Refused], Pending, d => d.FallBack("o-follower", 0, Later)),
    ];

    public static TheoryData<string, DeliveryStatus> Transitions
        => [.. Operations.SelectMany(o => Enum.GetValues<DeliveryStatus>().Select(s => (o.Name, s)))];

    [Theory]
    [MemberData(nameof(Transitions))]
    public void An_operation_works_from_its_states_and_no_other(string name, DeliveryStatus from)
    {
        var operation = Operations.Single(o => o.Name == name);
        var delivery = Given.DeliveryIn(from);

        if (operation.From.Contains(from))
        {
            operation.Do(delivery);
            delivery.Status.ShouldBe(operation.To);
            (delivery.ClaimToken, delivery.LeaseUntil).ShouldBe((null, null));
            delivery.FinishedAt.ShouldBe(operation.To == Pending ? null : Later);
            return;
        }

        var before = Describe(delivery);
        var refusal = Should.Throw<DeliveryStateException>(() => operation.Do(delivery));
        (refusal.Status, refusal.Code).ShouldBe((from, WeChatNotificationsErrorCodes.DeliveryState));
        refusal.Arguments["operation"].ShouldBe("L:Operation:" + name);
        refusal.Arguments["status"].ShouldBe("L:Status:" + from);
        refusal.Arguments["allowed"].ShouldBe(string.Join('|', operation.From.Select(s => "L:Status:" + s)));
        Describe(delivery).ShouldBe(before);
    }

    [Fact]
    public void What_is_put_off_costs_no_attempt_and_does_not_forget_a_call_without_an_answer()
    {
        var delivery = Given.DeliveryIn(Sending);
        var attempts = delivery.Attempts;
        delivery.PutOff(Later, DeliveryReason.QuietHours);
        (delivery.NotBefore, delivery.Reason, delivery.Attempts).ShouldBe((Later, DeliveryReason.QuietHours, Math.Max(0, attempts - 1)));
    }

    [Fact]
    public void What_could_not_be_rendered_has_its_outcome_from_the_beginning_and_cannot_be_retried()
    {
        var delivery = Given.Delivery().EndUnsent(Failed, DeliveryReason.InvalidData, "goods is required.", Later);

        (delivery.Status, delivery.Reason, delivery.ErrorMessage, delivery.FinishedAt, delivery.CountedAt).ShouldBe((Failed, DeliveryReason.InvalidData, "goods is required.", Later, Later));
        Should.Throw<Rules.RuleViolationException>(() => delivery.Retry(Later)).Violations.Single().Field.ShouldBe("data");
        Should.Throw<DeliveryStateException>(() => delivery.EndUnsent(Skipped, DeliveryReason.Expired, null, Later));
    }

    [Fact]
    public void Every_public_operation_is_in_the_table()
        => typeof(DeliveryLog).GetMethods().Where(m => m.DeclaringType == typeof(DeliveryLog) && !m.IsStatic && !m.IsSpecialName && m.ReturnType == typeof(void))
            .Select(m => m.Name).ShouldBe(Operations.Select(o => o.Name), ignoreOrder: true);

    [Fact]
    public void A_new_delivery_waits_with_everything_its_template_said()
    {
        var template = MessageTemplate.Register(
            Given.Tenant, Given.Settings() with { MiniProgramVersion = MiniProgramVersion.Trial, Language = "en_US" }, Given.Now);

        var delivery = DeliveryLog.Queue(
            template, "o-alice", new RenderedMessage([new("thing1", "茶")], "pages/x"), new(DeliveryPriority.Bulk, null, null), "key", Given.Now);

        (delivery.Status, delivery.Reason, delivery.Attempts, delivery.Priority).ShouldBe((Pending, DeliveryReason.None, 0, DeliveryPriority.Bulk));
        (delivery.TenantId, delivery.AppCredentialId, delivery.MessageTemplateId).ShouldBe((Given.Tenant, Given.App, template.Id));
        (delivery.OpenId, delivery.Data, delivery.Page, delivery.DedupKey).ShouldBe(("o-alice", """{"thing1":"茶"}""", "pages/x", "key"));
        (delivery.WeChatTemplateId, delivery.TemplateName, delivery.Language, delivery.MiniProgramVersion)
            .ShouldBe(("tmpl-0123456789", "order-paid", "en_US", MiniProgramVersion.Trial));
        (delivery.NotBefore, delivery.ExpiresAt, delivery.CreatedAt).ShouldBe((Given.Now, null, Given.Now));
    }

    [Fact]
    public void Times_are_kept_in_UTC_and_a_start_in_the_past_means_now()
    {
        var zone = TimeSpan.FromHours(8);
        var delivery = Given.Delivery(new(DeliveryPriority.Normal, Later.ToOffset(zone), Later.AddDays(1).ToOffset(zone)));

        (delivery.NotBefore.Offset, delivery.ExpiresAt!.Value.Offset).ShouldBe((TimeSpan.Zero, TimeSpan.Zero));
        (delivery.NotBefore, delivery.ExpiresAt).ShouldBe((Later, Later.AddDays(1)));
        Given.Delivery(new(DeliveryPriority.Normal, Given.Now.AddDays(-1), null)).NotBefore.ShouldBe(Given.Now);
    }

    [Fact]
    public void It_expires_at_its_moment_and_not_before()
    {
        var delivery = Given.Delivery(new(DeliveryPriority.Normal, null, Later));
        delivery.IsExpiredAt(Later.AddTicks(-1)).ShouldBeFalse();
        delivery.IsExpiredAt(Later).ShouldBeTrue();
        Given.Delivery().IsExpiredAt(DateTimeOffset.MaxValue).ShouldBeFalse();
    }

    [Fact]
    public void Success_forgets_the_errors_before_it()
    {
        var delivery = Given.DeliveryIn(Sending);
        delivery.Reschedule(Later, DeliveryReason.RetryLater, Error);
        delivery.Set(nameof(DeliveryLog.Status), Sending);

        delivery.MarkSent(1864323726461255680, Later);

        (delivery.WeChatMessageId, delivery.SentAt, delivery.Reason, delivery.ErrorCode, delivery.ErrorMessage, delivery.Rid)
            .ShouldBe((1864323726461255680, Later, DeliveryReason.None, null, null, null));
    }

    [Fact]
    public void A_reschedule_counts_the_attempt_and_a_release_gives_it_back()
    {
        var rescheduled = Given.DeliveryIn(Sending, attempts: 3);
        rescheduled.Reschedule(Later, DeliveryReason.RetryLater, Error);
        (rescheduled.Attempts, rescheduled.NotBefore, rescheduled.ErrorCode, rescheduled.Rid).ShouldBe((3, Later, 45011, "rid-1"));

        var released = Given.DeliveryIn(Sending, attempts: 3);
        released.Release(DeliveryReason.AppPaused, Error);
        (released.Attempts, released.NotBefore, released.Reason, released.ErrorCode).ShouldBe((2, Given.Now, DeliveryReason.AppPaused, 45011));

        var neverCounted = Given.DeliveryIn(Sending, attempts: 0);
        neverCounted.Release(DeliveryReason.None, null);
        neverCounted.Attempts.ShouldBe(0);
    }

    [Fact]
    public void A_release_without_an_error_keeps_the_last_one()
    {
        var delivery = Given.DeliveryIn(Sending, attempts: 2);
        delivery.Reschedule(Later, DeliveryReason.RetryLater, Error);
        delivery.Set(nameof(DeliveryLog.Status), Sending);
        delivery.Release(DeliveryReason.None, null);
        delivery.ErrorCode.ShouldBe(45011);
    }

    [Fact]
    public void A_retry_by_hand_starts_over_even_when_it_had_expired()
    {
        var delivery = Given.Delivery(new(DeliveryPriority.Normal, null, Later));
        delivery.Set(nameof(DeliveryLog.Status), Skipped);
        delivery.Set(nameof(DeliveryLog.Attempts), 5);

        delivery.Retry(Later);

        (delivery.Attempts, delivery.NotBefore, delivery.ExpiresAt, delivery.Reason, delivery.FinishedAt).ShouldBe((0, Later, null, DeliveryReason.None, null));
    }

    [Fact]
    public void A_retry_in_time_keeps_the_expiry()
    {
        var delivery = Given.Delivery(new(DeliveryPriority.Normal, null, Later));
        delivery.Set(nameof(DeliveryLog.Status), Failed);
        delivery.Retry(Given.Now);
        delivery.ExpiresAt.ShouldBe(Later);
    }

    [Fact]
    public void A_retry_forgets_the_message_that_did_not_arrive()
    {
        var delivery = Given.DeliveryIn(Sending);
        delivery.MarkSent(7, Given.Now);
        delivery.Set(nameof(DeliveryLog.Status), Refused);

        delivery.Retry(Later);

        // Else a late receipt for message 7, or a count of what was sent, would find a delivery that waits.
        (delivery.WeChatMessageId, delivery.SentAt).ShouldBe((null, null));
    }

    [Fact]
    public void An_error_text_is_cut_so_that_every_database_can_store_it()
    {
        var delivery = Given.DeliveryIn(Sending);
        delivery.Fail(DeliveryReason.ContentRejected, new(47003, new string('x', 1023) + "😀 and more\0", new string('r', 63) + "😀"), Later);

        delivery.ErrorMessage.ShouldBe(new string('x', 1023));
        delivery.Rid.ShouldBe(new string('r', 63));

        delivery = Given.DeliveryIn(Sending);
        delivery.Fail(DeliveryReason.ContentRejected, new(47003, "a\0b\uD83Dc\nd", null), Later);
        delivery.ErrorMessage.ShouldBe("a\uFFFDb\uFFFDc\nd");
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(delivery.ErrorMessage!).ShouldNotBeEmpty();
    }

    [Fact]
    public void An_attempt_notes_what_the_delivery_learned()
    {
        var delivery = Given.DeliveryIn(Sending);
        delivery.Reschedule(Later, DeliveryReason.RetryLater, Error);
        var attempt = DeliveryAttempt.Of(delivery, 1, Given.Now);

        (attempt.DeliveryLogId, attempt.TenantId, attempt.Number, attempt.At).ShouldBe((delivery.Id, Given.Tenant, 1, Given.Now));
        (attempt.Status, attempt.Reason, attempt.ErrorCode, attempt.ErrorMessage, attempt.Rid, attempt.NextAt)
            .ShouldBe((Pending, DeliveryReason.RetryLater, 45011, "api minute-quota reach limit", "rid-1", Later));

        delivery.Set(nameof(DeliveryLog.Status), Failed);
        DeliveryAttempt.Of(delivery, 2, Given.Now).NextAt.ShouldBeNull();
    }

    private static string Describe(DeliveryLog delivery)
        => string.Join('|', typeof(DeliveryLog).GetProperties().Select(p => $"{p.Name}={p.GetValue(delivery)}"));
}
