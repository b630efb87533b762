using WeChatNotifications.Reliability.Checking;

namespace WeChatNotifications.Reliability.Tests;

/// <summary>The checker finds every kind of broken promise, and nothing in a run where all went well.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void A_run_in_which_all_went_well_breaks_nothing()
    {
        var findings = Checker.Check(Given.AGoodRun());

        findings.Violations.ShouldBeEmpty();
        findings.Lost.ShouldBe(0);
    }

    [Fact]
    public void A_message_that_a_host_accepted_and_the_log_does_not_have_is_lost()
    {
        var run = Given.AGoodRun();

        var findings = Checker.Check(run with { Log = [.. run.Log.Skip(1)], Arrivals = [.. run.Arrivals.Skip(1)], Figures = Given.FiguresOf(run.Log.Skip(1)) });

        findings.Lost.ShouldBe(1);
        Rules(findings).ShouldBe([Checker.Lost]);
    }

    [Fact]
    public void A_message_that_counts_as_sent_and_never_came_is_lost()
    {
        var run = Given.AGoodRun();

        var findings = Checker.Check(run with { Arrivals = [.. run.Arrivals.Skip(1)] });

        findings.Lost.ShouldBe(1);
        Rules(findings).ShouldContain(Checker.Lost);
    }

    [Fact]
    public void A_message_whose_asking_had_no_answer_may_be_missing()
    {
        var run = Given.AGoodRun();
        var first = run.Log[0];

        var findings = Checker.Check(run with
        {
            Messages = [.. run.Messages.Select(m => m.Marker == first.Marker ? m with { Presence = Presence.May } : m)],
            Log = [.. run.Log.Skip(1)],
            Arrivals = [.. run.Arrivals.Skip(1)],
            Figures = Given.FiguresOf(run.Log.Skip(1)),
        });

        findings.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_message_that_still_waits_or_is_being_sent_is_stuck(int status)
        => Rules(Given.AGoodRun().WithFirst(r => r with { Status = (LogStatus)status, CountedHour = null })).ShouldBe([Checker.Stuck]);

    [Fact]
    public void A_claim_on_a_message_that_is_over_is_stuck() => Rules(Given.AGoodRun().WithFirst(r => r with { IsClaimed = true })).ShouldBe([Checker.Stuck]);

    [Fact]
    public void A_message_that_failed_for_no_reason_has_the_wrong_end()
        => Rules(Given.AGoodRun().WithFirst(r => r with { Status = LogStatus.Failed, Reason = 8 })).ShouldBe([Checker.WrongEnd]);

    [Fact]
    public void A_log_that_names_another_message_of_wechat_has_the_wrong_end()
        => Rules(Given.AGoodRun().WithFirst(r => r with { WeChatMessageId = 999 })).ShouldBe([Checker.WrongEnd]);

    [Fact]
    public void A_row_that_nobody_asked_for_is_found()
    {
        var run = Given.AGoodRun();

        Rules(run with { Messages = [.. run.Messages.Skip(1)] }).ShouldBe([Checker.Unasked]);
    }

    [Fact]
    public void A_message_at_wechat_of_which_the_log_knows_nothing_is_found()
    {
        var run = Given.AGoodRun();

        Rules(run with { Arrivals = [.. run.Arrivals, run.Arrivals[0] with { Marker = "stranger" }] }).ShouldBe([Checker.Untold]);
    }

    [Fact]
    public void A_message_of_a_transaction_that_was_rolled_back_must_not_be_there()
    {
        var run = Given.AGoodRun();

        Rules(run with { Messages = [.. run.Messages.Select((m, i) => i == 0 ? m with { Presence = Presence.MustNot } : m)] }).ShouldBe([Checker.RolledBack]);
    }

    [Fact]
    public void A_call_of_several_messages_of_which_only_some_were_stored_is_halved()
    {
        var run = Given.AGoodRun();
        var messages = run.Messages.Select((m, i) => i < 2 ? m with { Group = "one call", Presence = Presence.May } : m).ToList();

        Rules(run with { Messages = messages, Log = [.. run.Log.Skip(1)], Arrivals = [.. run.Arrivals.Skip(1)], Figures = Given.FiguresOf(run.Log.Skip(1)) }).ShouldBe([Checker.Halved]);
    }

    [Theory]
    [InlineData(true, "elsewhere")]
    [InlineData(false, "m-0")]
    public void A_payment_without_its_message_and_a_message_without_its_payment_are_halved(bool isPaid, string number)
        => Rules(Given.AGoodRun() with { Orders = [new(number, isPaid)] }).ShouldBe([Checker.Halved]);

    [Fact]
    public void A_message_that_stands_in_the_log_twice_is_found()
    {
        var run = Given.AGoodRun();
        List<LogRow> log = [.. run.Log, run.Log[0] with { Id = Guid.NewGuid() }];

        Rules(run with { Log = log, Figures = Given.FiguresOf(log) }).ShouldBe([Checker.Repeated]);
    }

    [Fact]
    public void A_message_before_its_time_is_too_early_unless_a_clock_was_wrong()
    {
        var run = Given.AGoodRun();
        var early = run with { Messages = [.. run.Messages.Select((m, i) => i == 0 ? m with { NotBefore = run.Arrivals[0].At.AddSeconds(5) } : m)] };

        Rules(early).ShouldBe([TimeRules.Early]);
        Rules(early with { Faults = [new(TimeRules.ClockFault, run.Arrivals[0].At.AddSeconds(-1), run.Arrivals[0].At.AddSeconds(1))] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_message_that_comes_after_it_was_cancelled_is_found()
    {
        var run = Given.AGoodRun();

        Rules(run with { Messages = [.. run.Messages.Select((m, i) => i == 0 ? m with { CancelledAt = run.Arrivals[0].At.AddSeconds(-5) } : m)] }).ShouldBe([TimeRules.AfterCancel]);
    }

    [Fact]
    public void A_lease_that_lasts_longer_than_it_may_is_held_by_the_dead()
        => Rules(Given.AGoodRun() with { Leases = [new("job:x", Given.Now.AddMinutes(10), TimeSpan.FromMinutes(5))] }).ShouldBe([LeaseRules.HeldByTheDead]);

    [Fact]
    public void A_lease_of_its_usual_length_is_nothing()
        => Rules(Given.AGoodRun() with { Leases = [new("job:x", Given.Now.AddMinutes(4), TimeSpan.FromMinutes(5))] }).ShouldBeEmpty();

    [Fact]
    public void Tokens_fetched_without_a_reason_are_found() => Rules(Given.AGoodRun() with { Tokens = [new("wx", 11, 10)] }).ShouldBe([LeaseRules.TooManyTokens]);

    private static List<string> Rules(Evidence evidence) => Rules(Checker.Check(evidence));

    private static List<string> Rules(Findings findings) => [.. findings.Violations.Select(v => v.Rule).Distinct()];
}
