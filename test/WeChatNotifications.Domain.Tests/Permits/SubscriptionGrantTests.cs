using FsCheck.Fluent;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Support;

namespace WeChatNotifications.Domain.Tests.Permits;

public sealed class SubscriptionGrantTests
{
    [Fact]
    public void A_new_ledger_allows_nothing()
    {
        OneTime().AllowsSending.ShouldBeFalse();
        LongTerm().AllowsSending.ShouldBeFalse();
    }

    [Fact]
    public void Accepts_add_up_and_messages_take_them_away()
    {
        var grant = OneTime();
        grant.Record(GrantDecision.Accepted, 1, Given.Now);
        grant.Record(GrantDecision.Accepted, 2, Given.Now);
        grant.Remaining.ShouldBe(3);

        grant.Spend(2, Given.Now.AddMinutes(1));
        (grant.Remaining, grant.AllowsSending, grant.UpdatedAt).ShouldBe((1, true, Given.Now.AddMinutes(1)));
        grant.Spend(5, Given.Now);
        (grant.Remaining, grant.AllowsSending).ShouldBe((0, false));
    }

    [Fact]
    public void A_refusal_keeps_what_was_accepted_before_and_43101_does_not()
    {
        var grant = OneTime();
        grant.Record(GrantDecision.Accepted, 3, Given.Now);
        grant.Record(GrantDecision.Rejected, 1, Given.Now);
        (grant.Remaining, grant.AllowsSending, grant.LastDecision).ShouldBe((3, true, GrantDecision.Rejected));

        grant.Record(GrantDecision.UsedUp, 1, Given.Now);
        (grant.Remaining, grant.AllowsSending, grant.LastDecision).ShouldBe((0, false, GrantDecision.UsedUp));
    }

    [Fact]
    public void A_long_term_grant_lasts_until_it_is_withdrawn()
    {
        var grant = LongTerm();
        grant.Record(GrantDecision.Accepted, 1, Given.Now);
        grant.Spend(1_000, Given.Now);
        (grant.AllowsSending, grant.Remaining).ShouldBe((true, 0));

        grant.Record(GrantDecision.Rejected, 1, Given.Now);
        grant.AllowsSending.ShouldBeFalse();
        grant.Record(GrantDecision.Accepted, 1, Given.Now);
        grant.Record(GrantDecision.UsedUp, 1, Given.Now);
        grant.AllowsSending.ShouldBeFalse();
    }

    [Fact]
    public void A_template_that_was_left_out_of_a_dialog_is_no_decision()
    {
        var grant = LongTerm();
        grant.Record(GrantDecision.Accepted, 1, Given.Now);
        grant.Record(GrantDecision.Filtered, 1, Given.Now);
        grant.AllowsSending.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(SubscriptionGrantLimits.MaxAcceptsPerReport + 1)]
    public void A_report_outside_its_range_is_refused_and_changes_nothing(int accepts)
    {
        var grant = OneTime();
        grant.Record(GrantDecision.Accepted, 2, Given.Now);

        Should.Throw<RuleViolationException>(() => grant.Record(GrantDecision.Accepted, accepts, Given.Now)).Violations.Single().Field.ShouldBe("accepts");
        grant.Remaining.ShouldBe(2);
    }

    [Fact]
    public void Messages_are_never_given_back_by_spending()
        => Should.Throw<RuleViolationException>(() => OneTime().Spend(-1, Given.Now)).Violations.Single().Field.ShouldBe("messages");

    [Fact]
    public void A_full_ledger_stays_full()
    {
        var grant = OneTime();
        grant.Set(nameof(SubscriptionGrant.Remaining), int.MaxValue - 1);
        grant.Record(GrantDecision.Accepted, 100, Given.Now);
        grant.Remaining.ShouldBe(int.MaxValue);
    }

    [Fact]
    public void Whatever_is_reported_nothing_goes_below_zero() =>
        Gen.ListOf(Arbitrary.Triple(Gen.Elements(Enum.GetValues<GrantDecision>()), Gen.Choose(1, 100), Gen.Choose(0, 50))).Holds(steps =>
        {
            var (grant, expected) = (OneTime(), 0);
            foreach (var (decision, accepts, messages) in steps)
            {
                grant.Record(decision, accepts, Given.Now);
                grant.Spend(messages, Given.Now);
                expected = decision switch { GrantDecision.Accepted => expected + accepts, GrantDecision.UsedUp or GrantDecision.Withdrawn => 0, _ => expected };
                expected = Math.Max(0, expected - messages);
                grant.Remaining.ShouldBe(expected);
                grant.AllowsSending.ShouldBe(expected > 0);
            }
        });

    private static SubscriptionGrant OneTime() => SubscriptionGrant.Open(Given.Tenant, Given.App, "o-alice", "tmpl", isLongTerm: false, Given.Now);

    private static SubscriptionGrant LongTerm() => SubscriptionGrant.Open(Given.Tenant, Given.App, "o-alice", "tmpl", isLongTerm: true, Given.Now);
}
