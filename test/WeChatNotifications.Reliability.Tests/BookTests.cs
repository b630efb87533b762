using WeChatNotifications.Reliability.Checking;

namespace WeChatNotifications.Reliability.Tests;

/// <summary>Form ids, accepts, statistics and broadcasts: both sides' books say the same.</summary>
public sealed class BookTests
{
    private static readonly Guid Broadcast = Guid.Parse("0199a000-0000-7000-8000-000000000002");

    [Fact]
    public void A_form_id_that_paid_for_two_messages_is_found()
    {
        var run = Given.AGoodRun();
        List<Arrival> arrivals = [.. run.Arrivals.Select((a, i) => i < 2 ? a with { FormId = "f" } : a)];

        Rules(run with { Arrivals = arrivals }).ShouldBe([PermitRules.FormIdTwice]);
    }

    [Theory]
    [InlineData(0, 1, 0, false)]
    [InlineData(1, 0, 0, false)]
    [InlineData(1, 1, 0, true)]
    [InlineData(1, 0, 1, true)]
    [InlineData(0, 0, 0, true)]
    public void A_form_id_that_is_spent_on_one_side_only_is_found(int atWeChat, int here, int bound, bool isWell)
    {
        var run = Given.AGoodRun();
        List<Arrival> arrivals = [.. run.Arrivals.Select((a, i) => i == 0 && atWeChat == 0 ? a with { FormId = "f" } : a)];

        Rules(run with { Arrivals = arrivals, FormIds = [new("f", "o-0", atWeChat, here, bound)] }).ShouldBe(isWell ? [] : [PermitRules.FormIdBooks]);
    }

    [Fact]
    public void A_form_id_that_is_spent_without_a_message_is_found()
        => Rules(Given.AGoodRun() with { FormIds = [new("f", "o-0", UsesAtWeChat: 0, UsesHere: 0, Bound: 0)] }).ShouldBe([PermitRules.FormIdBooks]);

    [Fact]
    public void More_messages_than_accepts_are_found()
        => Rules(Given.AGoodRun() with { Grants = [new("wx", "o-0", "t", Given: 0, Reported: null)] }).ShouldBe([PermitRules.GrantOverspent]);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(1, false)]
    public void A_ledger_of_accepts_that_is_off_is_found(int leftHere, bool isWell)
        => Rules(Given.AGoodRun() with { Grants = [new("wx", "o-0", "t", 3, 3)], GrantLedgers = [new("wx", "o-0", "t", LeftAtWeChat: 2, leftHere)] })
            .ShouldBe(isWell ? [] : [PermitRules.GrantBooks]);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Statistics_that_differ_from_the_log_are_found(int by)
    {
        var run = Given.AGoodRun();

        Rules(run with { Figures = [run.Figures[0] with { Count = run.Figures[0].Count + by }, .. run.Figures.Skip(1)] }).ShouldBe([FigureRules.Statistics]);
    }

    [Fact]
    public void Statistics_of_another_hour_are_found()
    {
        var run = Given.AGoodRun();

        Rules(run with { Figures = [run.Figures[0] with { Hour = run.Figures[0].Hour.AddHours(1) }, .. run.Figures.Skip(1)] }).ShouldBe([FigureRules.Statistics]);
    }

    [Fact]
    public void A_broadcast_whose_figures_are_right_is_nothing() => Rules(Broadcasted()).ShouldBeEmpty();

    [Fact]
    public void A_broadcast_that_left_somebody_out_is_found() => Rules(Broadcasted() with { Broadcasts = [new(Broadcast, 5)] }).ShouldBe([FigureRules.Broadcast]);

    [Fact]
    public void A_broadcast_that_counts_wrongly_is_found()
        => Rules(Broadcasted() with { BroadcastFigures = [new(Broadcast, "completed", 4, 4, Counts(sent: 3))] }).ShouldBe([FigureRules.Broadcast]);

    [Fact]
    public void A_broadcast_that_is_not_over_is_found()
        => Rules(Broadcasted() with { BroadcastFigures = [new(Broadcast, "running", 4, 4, Counts(sent: 4))] }).ShouldBe([FigureRules.Broadcast]);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_broadcast_that_is_cancelled_is_nothing_where_somebody_cancelled_it(bool isAsked, bool isWell)
        => Rules(Broadcasted() with { Broadcasts = [new(Broadcast, 9, isAsked)], BroadcastFigures = [new(Broadcast, "cancelled", 9, 4, Counts(sent: 4))] })
            .ShouldBe(isWell ? [] : [FigureRules.Broadcast]);

    [Fact]
    public void A_broadcast_that_is_gone_is_found() => Rules(Broadcasted() with { BroadcastFigures = [] }).ShouldBe([FigureRules.Broadcast]);

    private static Evidence Broadcasted()
    {
        var run = Given.AGoodRun();
        List<LogRow> log = [.. run.Log.Select(r => r with { Broadcast = Broadcast })];
        return run with { Log = log, Figures = Given.FiguresOf(log), Broadcasts = [new(Broadcast, 4)], BroadcastFigures = [new(Broadcast, "completed", 4, 4, Counts(sent: 4))] };
    }

    private static Dictionary<LogStatus, long> Counts(long sent) => new() { [LogStatus.Sent] = sent, [LogStatus.Failed] = 0 };

    private static List<string> Rules(Evidence evidence) => [.. Checker.Check(evidence).Violations.Select(v => v.Rule).Distinct()];
}
