using WeChatNotifications.Permits;
using WeChatNotifications.Support;

namespace WeChatNotifications.Domain.Tests.Permits;

/// <summary>One accept that the mini program reports and WeChat tells of counts once, in whichever order the two come.</summary>
public sealed class GrantPairingTests
{
    private readonly SubscriptionGrant _grant = SubscriptionGrant.Open(null, Guid.NewGuid(), "o-alice", "tmpl-1", isLongTerm: false, Given.Now);

    [Theory]
    [InlineData("RE", 1)]
    [InlineData("ER", 1)]
    [InlineData("R", 1)]
    [InlineData("E", 1)]
    [InlineData("RREE", 2)]
    [InlineData("EERR", 2)]
    [InlineData("RERE", 2)]
    [InlineData("REER", 2)]
    [InlineData("RRE", 2)]
    [InlineData("EER", 2)]
    [InlineData("AE", 2)]
    [InlineData("EA", 2)]
    [InlineData("RAE", 2)]
    [InlineData("RsE", 0)]
    [InlineData("EsR", 0)]
    [InlineData("RnE", 1)]
    [InlineData("RuE", 0)]
    [InlineData("RwE", 0)]
    [InlineData("REwRE", 1)]
    public void Each_accept_adds_one_message(string history, int left)
    {
        foreach (var step in history)
        {
            Play(step, Given.Now);
        }

        _grant.Remaining.ShouldBe(left);
    }

    [Fact]
    public void A_report_of_several_accepts_meets_events_one_by_one()
    {
        _grant.Record(GrantDecision.Accepted, 3, Given.Now, GrantSource.MiniProgram);
        Play('E', Given.Now);
        Play('E', Given.Now);
        (_grant.Remaining, _grant.UnmatchedReports, _grant.UnmatchedEvents).ShouldBe((3, 1, 0));
        Play('E', Given.Now);
        Play('E', Given.Now);
        (_grant.Remaining, _grant.UnmatchedReports, _grant.UnmatchedEvents).ShouldBe((4, 0, 1));
        _grant.Record(GrantDecision.Accepted, 3, Given.Now, GrantSource.MiniProgram);
        (_grant.Remaining, _grant.UnmatchedReports, _grant.UnmatchedEvents).ShouldBe((6, 2, 0));
    }

    [Theory]
    [InlineData('R', 'E')]
    [InlineData('E', 'R')]
    public void A_day_apart_it_is_still_one_accept_and_then_it_is_two(char first, char second)
    {
        Play(first, Given.Now);
        Play(second, Given.Now.AddHours(24));
        _grant.Remaining.ShouldBe(1);

        Play(first, Given.Now.AddDays(10));
        Play(second, Given.Now.AddDays(11).AddTicks(1));
        _grant.Remaining.ShouldBe(3);
    }

    [Fact]
    public void A_report_that_comes_days_late_is_counted_at_the_time_it_was_given()
    {
        // Given without a network, and told four days later; the event came at once, four days ago.
        Play('E', Given.Now);
        _grant.Record(GrantDecision.Accepted, 1, Given.Now.AddDays(4), GrantSource.MiniProgram, at: Given.Now.AddSeconds(2));
        (_grant.Remaining, _grant.UnmatchedEvents, _grant.UpdatedAt).ShouldBe((1, 0, Given.Now.AddDays(4)));
    }

    [Fact]
    public void What_nobody_matched_within_a_day_is_forgotten_not_matched_later()
    {
        Play('E', Given.Now);
        Play('E', Given.Now.AddDays(3));
        Play('R', Given.Now.AddDays(3));
        Play('R', Given.Now.AddDays(3));
        _grant.Remaining.ShouldBe(3);
    }

    [Fact]
    public void A_long_term_subscription_is_one_whoever_tells()
    {
        var grant = SubscriptionGrant.Open(null, Guid.NewGuid(), "o-alice", "tmpl-1", isLongTerm: true, Given.Now);
        grant.Record(GrantDecision.Accepted, 1, Given.Now, GrantSource.Callback);
        (grant.AllowsSending, grant.Remaining).ShouldBe((true, 0));
        grant.Record(GrantDecision.Withdrawn, 1, Given.Now, GrantSource.Callback);
        grant.AllowsSending.ShouldBeFalse();
    }

    private void Play(char step, DateTimeOffset at)
    {
        switch (step)
        {
            case 'R':
                _grant.Record(GrantDecision.Accepted, 1, at, GrantSource.MiniProgram);
                break;
            case 'E':
                _grant.Record(GrantDecision.Accepted, 1, at, GrantSource.Callback);
                break;
            case 'A':
                _grant.Record(GrantDecision.Accepted, 1, at);
                break;
            case 's':
                _grant.Spend(1, at);
                break;
            case 'n':
                _grant.Record(GrantDecision.Rejected, 1, at, GrantSource.Callback);
                break;
            case 'u':
                _grant.Record(GrantDecision.UsedUp, 1, at);
                break;
            default:
                _grant.Record(GrantDecision.Withdrawn, 1, at, GrantSource.Callback);
                break;
        }
    }
}
