using WeChatNotifications.Reliability.Checking;

namespace WeChatNotifications.Reliability.Tests;

/// <summary>A second acceptance is allowed where an answer or an outcome was lost on purpose, and counted by that cause.</summary>
public sealed class DoubleTests
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_double_that_nothing_explains_is_found()
        => Check(Doubled()).Violations.Select(v => v.Rule).ShouldBe([DoubleRules.Unexplained]);

    [Fact]
    public void A_double_after_a_spoilt_answer_is_counted()
    {
        var run = Doubled();

        var findings = Check(run with { StruckCalls = [new(run.Arrivals[0].OpenId, run.Arrivals[0].At, "fault:reset-after")] });

        findings.Violations.ShouldBeEmpty();
        findings.Doubles.ShouldBe(new Dictionary<string, int> { ["fault:reset-after"] = 1 });
    }

    [Fact]
    public void An_answer_spoilt_for_somebody_else_explains_nothing()
    {
        var run = Doubled();

        Check(run with { StruckCalls = [new("o-3", run.Arrivals[0].At, "fault:reset-after")] }).Violations.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(-1, 1, true)]
    [InlineData(1, 20, true)]
    [InlineData(10, 20, false)]
    [InlineData(-60, -50, false)]
    public void A_fault_explains_a_double_only_where_it_was_at_work(int fromSecond, int toSecond, bool explains)
    {
        var run = Doubled();
        var first = run.Arrivals[0].At;

        var findings = Check(run with { Faults = [new("host killed", first.AddSeconds(fromSecond), first.AddSeconds(toSecond))] });

        findings.Violations.Count.ShouldBe(explains ? 0 : 1);
        findings.Doubles.GetValueOrDefault("host killed").ShouldBe(explains ? 1 : 0);
    }

    [Theory]
    [InlineData("connections to WeChat reset", true)]
    [InlineData("clock of a host set wrong", true)]
    [InlineData("host killed (-9)", false)]
    public void A_repeat_that_comes_before_a_lease_can_lapse_needs_a_lost_answer_or_a_wrong_clock(string kind, bool explains)
    {
        var run = Doubled() with { Lease = Later * 3 };
        var first = run.Arrivals[0].At;

        Check(run with { Faults = [new(kind, first, first)] }).Violations.Count.ShouldBe(explains ? 0 : 1);
    }

    [Fact]
    public void A_message_that_must_never_come_twice_may_not_whatever_explains_it()
    {
        var run = Doubled();

        var findings = Check(run with
        {
            Messages = [.. run.Messages.Select(m => m with { NeverTwice = true })],
            StruckCalls = [new(run.Arrivals[0].OpenId, run.Arrivals[0].At, "fault:reset-after")],
        });

        findings.Violations.Select(v => v.Rule).ShouldBe([DoubleRules.Twice]);
    }

    [Fact]
    public void A_message_that_came_more_often_than_it_was_tried_is_found()
    {
        var run = Doubled().WithFirst(r => r with { Attempts = 1 });

        Check(run with { StruckCalls = [new(run.Arrivals[0].OpenId, run.Arrivals[0].At, "fault:reset-after")] })
            .Violations.Select(v => v.Rule).ShouldBe([DoubleRules.TooOften]);
    }

    private static Findings Check(Evidence evidence) => Checker.Check(evidence);

    /// <summary>The first message came a second time half a minute later.</summary>
    private static Evidence Doubled()
    {
        var run = Given.AGoodRun().WithFirst(r => r with { Attempts = 2 });
        return run with { Arrivals = [.. run.Arrivals, run.Arrivals[0] with { At = run.Arrivals[0].At + Later, MessageId = 100 }] };
    }
}
