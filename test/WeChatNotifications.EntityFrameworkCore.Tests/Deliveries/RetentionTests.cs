using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;
using WeChatNotifications.Statistics;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Deliveries;

/// <summary>What is old goes, and nothing else.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private World _world = null!;
    private AppCredential _app = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _app = await _world.AddAppAsync(Given.Tenant);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Finished_messages_go_with_their_attempts_and_the_figures_stay()
    {
        var old = await FinishedAsync(_app, daysAgo: 91, count: 7);
        var young = await FinishedAsync(_app, daysAgo: 89, count: 2);
        var waiting = Given.Delivery(_app, "o-waits", now: Given.Now.AddDays(-200), notBefore: Given.Now.AddDays(1));
        await _world.AddAsync([waiting, .. old.Concat(young).Append(waiting).Select(d => DeliveryAttempt.Of(d, 1, Given.Now))]);
        var before = await FiguresAsync();
        before.ShouldBe(9);

        var steps = await ForgetAllAsync(new RetentionCutoffs(Given.Now.AddDays(-90), new Dictionary<Guid, DateTimeOffset>()), max: 3);

        steps.ShouldBe([3, 3, 1]);
        var left = young.Append(waiting).Select(d => d.Id).Order().ToList();
        (await _world.AllAsync<DeliveryLog>()).Select(d => d.Id).ShouldBe(left);
        (await _world.AllAsync<DeliveryAttempt>()).Select(a => a.DeliveryLogId).Order().ShouldBe(left);
        (await FiguresAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Each_tenant_has_its_own_time_and_nobody_else_is_passed_over()
    {
        var (longer, shorter) = (await _world.AddAppAsync(Given.OtherTenant), await _world.AddAppAsync(null));
        await FinishedAsync(longer, daysAgo: 100, count: 5);
        await FinishedAsync(_app, daysAgo: 95, count: 5);
        await FinishedAsync(_app, daysAgo: 10, count: 5);
        await FinishedAsync(shorter, daysAgo: 40, count: 5);

        await ForgetAllAsync(
            new RetentionCutoffs(Given.Now.AddDays(-30), new Dictionary<Guid, DateTimeOffset> { [Given.OtherTenant] = Given.Now.AddDays(-400), [Given.Tenant] = Given.Now.AddDays(-7) }),
            max: 4);

        (await _world.AllAsync<DeliveryLog>()).Select(d => d.TenantId).Distinct().ShouldHaveSingleItem().ShouldBe(Given.OtherTenant);
    }

    [Fact]
    public async Task Lists_of_broadcasts_go_when_these_are_long_over()
    {
        var (old, young, running) = (Over(-40), Over(-20), Draft());
        await _world.AddAsync([old, young, running]);
        foreach (var broadcast in new[] { old, young, running })
        {
            await _world.AddAsync(
                [.. Enumerable.Range(1, 7).Select(n => BroadcastItem.Of(broadcast, n, $"o-{n}", userId: null, data: null)), BroadcastBadRow.Of(broadcast, 9, "openId", RuleCodes.Required, arguments: null)]);
        }

        var removed = new List<int>();
        do
        {
            removed.Add(await _world.UseAsync<IDeliveryRetentionStore, int>(s => s.ForgetBroadcastListsAsync(Given.Now.AddDays(-30), 3, Stop)));
        }
        while (removed[^1] > 0);

        removed.ShouldBe([3, 3, 2, 0]);
        foreach (var table in new[] { "WeChatBroadcastItems", "WeChatBroadcastBadRows" })
        {
            (await _world.Database.QueryAsync<Guid>($"""select distinct "BroadcastId" from "{table}" """)).ShouldBe([young.Id, running.Id], ignoreOrder: true);
        }

        (await _world.AllAsync<Broadcast>()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_oldest_ends_are_found_by_an_index_however_many_younger_ones_there_are()
    {
        await FinishedAsync(_app, daysAgo: 89, count: 1);
        await _world.Database.QueryAsync<int>(
            """
            WITH more AS (
                INSERT INTO "WeChatDeliveryLogs" SELECT (jsonb_populate_record(NULL::"WeChatDeliveryLogs", to_jsonb(d)
                    || jsonb_build_object('Id', gen_random_uuid(), 'OpenId', 'o-more-' || i, 'FinishedAt', d."FinishedAt" + make_interval(secs => i)))).*
                FROM "WeChatDeliveryLogs" d, generate_series(1, 20000) AS i RETURNING 1)
            SELECT count(*)::int FROM more
            """);
        await FinishedAsync(_app, daysAgo: 91, count: 20);
        await _world.Database.QueryAsync<int>("""ANALYZE "WeChatDeliveryLogs" """);
        var before = await ScansAsync();

        (await ForgetAllAsync(new RetentionCutoffs(Given.Now.AddDays(-90), new Dictionary<Guid, DateTimeOffset>()), max: 8)).ShouldBe([8, 8, 4]);

        await Eventually.Async(async () => (await ScansAsync()).Index >= before.Index + 3, TimeSpan.FromSeconds(30), "the server counts three walks of the index");
        (await ScansAsync()).Table.ShouldBe(before.Table, "and not one through the whole table");
    }

    private async Task<(long Index, long Table)> ScansAsync()
    {
        await _world.Database.QueryAsync<int>("SELECT 1 FROM (SELECT pg_stat_clear_snapshot()) AS s");
        return (
            (await _world.Database.QueryAsync<long>("""SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'IX_WeChatDeliveryLogs_Finished'""")).Single(),
            (await _world.Database.QueryAsync<long>("""SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'WeChatDeliveryLogs'""")).Single());
    }

    private Broadcast Draft() => Broadcast.Draft(
        Given.Tenant, new BroadcastContent { Name = "news", AppCredentialId = _app.Id, TemplateName = "order-paid" }, createdBy: null, scheduleId: null, Given.Now);

    private Broadcast Over(int days)
    {
        var broadcast = Draft();
        broadcast.Start(Given.Now.AddDays(days));
        broadcast.Complete(Given.Now.AddDays(days));
        return broadcast;
    }

    private async Task<List<int>> ForgetAllAsync(RetentionCutoffs cutoffs, int max)
    {
        var steps = new List<int>();
        RetentionCursor? after = null;
        do
        {
            var step = await _world.UseAsync<IDeliveryRetentionStore, RetentionStep>(s => s.ForgetAsync(after, cutoffs, max, Stop));
            steps.Add(step.Removed);
            after = step.Next;
        }
        while (after is not null);

        return steps;
    }

    /// <summary>Messages that were asked for and sent so long ago.</summary>
    private async Task<IReadOnlyList<DeliveryLog>> FinishedAsync(AppCredential app, int daysAgo, int count)
    {
        var at = Given.Now.AddDays(-daysAgo);
        return await _world.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(async queue =>
        {
            await queue.EnqueueAsync([.. Enumerable.Range(0, count).Select(i => Given.Delivery(app, $"o-{i}", now: at.AddSeconds(i)))], Stop);
            var claimed = await queue.ClaimAsync(new DeliveryClaim(app.Id, Guid.NewGuid(), count, at.AddMinutes(1), at.AddMinutes(2)), Stop);
            var token = claimed[0].ClaimToken!.Value;
            foreach (var delivery in claimed)
            {
                delivery.MarkSent(null, at.AddMinutes(1));
            }

            await queue.RecordAsync([.. claimed.Select(d => new DeliveryOutcome(d, token, []))], Stop);
            return claimed;
        });
    }

    private async Task<long> FiguresAsync()
    {
        using var all = _world.Tenant.DisableFilter();
        return (await _world.UseAsync<IDeliveryStatisticsRepository, IReadOnlyList<StatisticsCount>>(r => r.QueryAsync(new(), StatisticsGrouping.Outcome, Stop))).Sum(c => c.Count);
    }
}
