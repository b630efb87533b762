using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Queue;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Statistics;

public sealed class LinqRecordedTallyTests() : RecordedTallyTests(QueueKind.Linq);

public sealed class PostgreSqlRecordedTallyTests() : RecordedTallyTests(QueueKind.PostgreSql);

/// <summary>An outcome is counted in the transaction that records it.</summary>
public abstract class RecordedTallyTests(QueueKind kind) : QueueTests(kind)
{
    private static readonly Guid Broadcast = Guid.Parse("cccccccc-0000-7000-8000-000000000003");

    [Fact]
    public async Task Outcomes_of_one_batch_are_counted_by_what_they_are()
    {
        await EnqueueAsync(Enumerable.Range(0, 6).Select(i => Delivery($"o-{i}", i < 4 ? Broadcast : null)).ToList());
        var claimed = (await ClaimAsync()).OrderBy(d => d.OpenId, StringComparer.Ordinal).ToList();

        await RecordAsync(
            Outcome(claimed[0], d => d.MarkSent(1, Now)),
            Outcome(claimed[1], d => d.MarkSent(2, Now)),
            Outcome(claimed[2], d => d.Fail(DeliveryReason.TemplateBroken, new(40037, "invalid", null), Now), withAttempt: true),
            Outcome(claimed[3], d => d.Reschedule(Now.AddMinutes(1), DeliveryReason.RetryLater, new(-1, "busy", null)), withAttempt: true),
            Outcome(claimed[4], d => d.MarkSent(3, Now.AddHours(1))),
            Outcome(claimed[5], d => d.Release(DeliveryReason.AppPaused, null)));

        var outcomes = (await BroadcastsAsync(Broadcast))[Broadcast];
        outcomes.Done.ShouldBe(3);
        outcomes.ByOutcome.ShouldBe(
            [new(DeliveryStatus.Sent, DeliveryReason.None, null, 2), new(DeliveryStatus.Failed, DeliveryReason.TemplateBroken, 40037, 1)]);
        (await QueryAsync(StatisticsGrouping.Hour)).Select(c => (c.Hour!.Value, c.Status, c.Count)).ShouldBe(
            [(Now, DeliveryStatus.Sent, 2L), (Now, DeliveryStatus.Failed, 1L), (Now.AddHours(1), DeliveryStatus.Sent, 1L)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_result_that_comes_too_late_is_not_counted()
    {
        var claimed = await ClaimedAsync();
        await ReapAsync(Now.AddMinutes(2));

        (await RecordAsync(Outcome(claimed, d => d.MarkSent(1, Now)))).ShouldBe(0);

        (await QueryAsync(StatisticsGrouping.Outcome)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delivery_that_falls_back_counts_once_for_the_template_that_ended_it()
    {
        await EnqueueAsync(Given.ChainDelivery(App, App, MessageChannel.SubscribeMessage, "o-alice"));
        var first = (await ClaimAsync()).Single();
        await RecordAsync(Outcome(first, d => d.FallBack("o-alice", 0, Now), withAttempt: true) with { FellBack = true, Grant = null });
        (await QueryAsync(StatisticsGrouping.Template)).ShouldBeEmpty();

        var second = (await ClaimAsync()).Single();
        await RecordAsync(Outcome(second, d => d.MarkSent(1, Now)));

        (await QueryAsync(StatisticsGrouping.Template)).ShouldHaveSingleItem()
            .ShouldBe(new StatisticsCount { TemplateName = "second", Status = DeliveryStatus.Sent, Count = 1 });
    }

    [Fact]
    public async Task A_broadcast_of_which_nothing_is_known_has_nothing_done()
    {
        var outcomes = await BroadcastsAsync(Broadcast);

        outcomes[Broadcast].Done.ShouldBe(0);
        outcomes[Broadcast].ByOutcome.ShouldBeEmpty();
        (await BroadcastsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_tenant_sees_its_own_figures_and_filters_narrow_them()
    {
        var (mine, theirs) = (await ClaimedAsync(), await ClaimedAsync(app: await World.AddAppAsync(Given.OtherTenant)));
        await RecordAsync(Outcome(mine, d => d.MarkSent(1, Now)), Outcome(theirs, d => d.MarkSent(2, Now)));

        (await QueryAsync(StatisticsGrouping.App)).ShouldHaveSingleItem().AppCredentialId.ShouldBe(App.Id);
        foreach (var (filter, count) in new (StatisticsFilter, int)[]
        {
            (new() { AppCredentialId = App.Id, TemplateName = "order-paid", From = Now, To = Now.AddHours(1) }, 1),
            (new() { AppCredentialId = theirs.AppCredentialId }, 0),
            (new() { TemplateName = "other" }, 0),
            (new() { From = Now.AddHours(1) }, 0),
            (new() { To = Now.ToOffset(TimeSpan.FromHours(8)) }, 0),
            (new() { BroadcastId = Broadcast }, 0),
        })
        {
            (await QueryAsync(StatisticsGrouping.Error, filter)).Count.ShouldBe(count, filter.ToString());
        }
    }

    private DeliveryLog Delivery(string openId, Guid? broadcast) => DeliveryLog.Queue(
        Given.Template(App), openId, new RenderedMessage([new("thing1", "龙井茶")], Page: null), new DeliveryTiming(DeliveryPriority.Bulk, null, null), null, Now,
        broadcastId: broadcast);

    private async Task<IReadOnlyList<StatisticsCount>> QueryAsync(StatisticsGrouping grouping, StatisticsFilter? filter = null)
    {
        using (World.Tenant.Change(Given.Tenant))
        {
            return await World.UseAsync<IDeliveryStatisticsRepository, IReadOnlyList<StatisticsCount>>(r => r.QueryAsync(filter ?? new(), grouping, default));
        }
    }

    private async Task<IReadOnlyDictionary<Guid, BroadcastOutcomes>> BroadcastsAsync(params Guid[] ids)
    {
        using (World.Tenant.Change(Given.Tenant))
        {
            return await World.UseAsync<IDeliveryStatisticsRepository, IReadOnlyDictionary<Guid, BroadcastOutcomes>>(r => r.GetBroadcastsAsync(ids, default));
        }
    }
}
