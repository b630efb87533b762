using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Broadcasts;

/// <summary>A broadcast's cursor and its rows move together, and its waiting rows as one; on both queues.</summary>
public sealed class BroadcastRepositoryTests
{
    private static readonly DateTimeOffset Now = Given.Now;

    public static TheoryData<QueueKind> Both => [QueueKind.Linq, QueueKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_slice_is_stored_with_its_cursor_once_and_not_for_one_that_does_not_run(QueueKind kind)
    {
        await using var given = await Stage.CreateAsync(kind);
        using var tenant = given.World.Tenant.Change(Given.Tenant);

        (await given.AppendAsync(null, "o-2", ["o-1", "o-2"], key: "k")).ShouldBe(2);
        (await given.AppendAsync(null, "o-2", ["o-1", "o-2"])).ShouldBeNull("the cursor has moved");
        (await given.AppendAsync("o-2", "o-4", ["o-1", "o-4"], key: "k")).ShouldBe(1, "one stands already");
        var broadcast = await given.BroadcastAsync();
        (broadcast.Cursor, broadcast.Expanded, broadcast.DuplicateRows, broadcast.IsExpanded).ShouldBe(("o-4", 3L, 1L, false));

        await given.ChangeAsync(b => b.Pause());
        (await given.AppendAsync("o-4", "o-5", ["o-5"])).ShouldBeNull("it is paused");
        await given.ChangeAsync(b => b.Resume(Now));
        (await given.AppendAsync("o-4", "o-5", ["o-5"], isLast: true)).ShouldBe(1);
        (await given.AppendAsync("o-5", "o-6", ["o-6"])).ShouldBeNull("it is expanded");
        (await given.World.AllAsync<DeliveryLog>()).Select(d => d.OpenId).Order().ShouldBe(["o-1", "o-2", "o-4", "o-5"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Held_rows_are_claimed_by_nobody_until_they_are_let_go_in_slots(QueueKind kind)
    {
        await using var given = await Stage.CreateAsync(kind);
        using var tenant = given.World.Tenant.Change(Given.Tenant);
        await given.AppendAsync(null, "o", [.. Enumerable.Range(0, 25).Select(i => $"o-{i}")]);

        (await given.UseAsync(r => r.HoldAsync(given.Id, 10, default))).ShouldBe(10);
        (await given.UseAsync(r => r.HoldAsync(given.Id, 100, default))).ShouldBe(15);
        (await given.UseAsync(r => r.HoldAsync(given.Id, 100, default))).ShouldBe(0);
        (await given.ClaimAsync(Now.AddYears(1))).ShouldBeEmpty();
        (await given.World.AllAsync<DeliveryLog>()).ShouldAllBe(d => d.Reason == DeliveryReason.BroadcastPaused && d.NotBefore == DeliveryLimits.Held);

        (await given.UseAsync(r => r.ReleaseAsync(given.Id, Now, ratePerSecond: 50, 100, default))).ShouldBe(25);
        (await given.World.AllAsync<DeliveryLog>()).GroupBy(d => (d.NotBefore - Now).TotalMilliseconds).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))
            .ShouldBe([(0, 5), (100, 5), (200, 5), (300, 5), (400, 5)]);
        (await given.BroadcastAsync()).NextSlot.ShouldBe(Now.AddMilliseconds(500));
        (await given.ClaimAsync(Now.AddMilliseconds(100))).Count.ShouldBe(10);
        (await given.World.AllAsync<DeliveryLog>()).ShouldAllBe(d => d.Reason == DeliveryReason.None);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Cancelled_and_expired_rows_are_counted_and_those_that_a_node_holds_are_not_touched(QueueKind kind)
    {
        await using var given = await Stage.CreateAsync(kind);
        using var tenant = given.World.Tenant.Change(Given.Tenant);
        await given.AppendAsync(null, "o", [.. Enumerable.Range(0, 20).Select(i => $"o-{i}")]);
        (await given.ClaimAsync(Now, max: 3)).Count.ShouldBe(3);
        await given.UseAsync(r => r.HoldAsync(given.Id, 7, default));

        (await given.UseAsync(r => r.ExpireHeldAsync(given.Id, Now.AddHours(1).AddTicks(-1), 100, default))).ShouldBe(0);
        (await given.UseAsync(r => r.ExpireHeldAsync(given.Id, Now.AddHours(1), 100, default))).ShouldBe(7);
        (await given.UseAsync(r => r.CancelRowsAsync(given.Id, Now.AddHours(1), 6, default))).ShouldBe(6);
        (await given.UseAsync(r => r.CancelRowsAsync(given.Id, Now.AddHours(1), 6, default))).ShouldBe(4);

        var outcomes = (await given.World.UseAsync<IDeliveryStatisticsRepository, IReadOnlyDictionary<Guid, BroadcastOutcomes>>(r => r.GetBroadcastsAsync([given.Id], default)))[given.Id];
        outcomes.ByOutcome.OrderBy(o => o.Status).ShouldBe(
            [new(DeliveryStatus.Skipped, DeliveryReason.Expired, null, 7), new(DeliveryStatus.Cancelled, DeliveryReason.BroadcastCancelled, null, 10)]);
        (await given.World.AllAsync<DeliveryLog>()).Count(d => d.Status == DeliveryStatus.Sending).ShouldBe(3);
    }

    [Fact]
    public async Task What_a_source_yields_twice_or_again_is_stored_once()
    {
        await using var given = await Stage.CreateAsync(QueueKind.PostgreSql);
        using var tenant = given.World.Tenant.Change(Given.Tenant);
        var broadcast = await given.BroadcastAsync();

        (await given.UseAsync(r => r.StageAsync(Slice(1, ["a", "b", "a"], isReread: false), default))).ShouldBeTrue();
        (await given.UseAsync(r => r.GetLastNumberAsync(given.Id, default))).ShouldBe(2);
        (await given.UseAsync(r => r.StageAsync(Slice(4, ["b", "c"], isReread: true), default))).ShouldBeTrue();
        (await given.UseAsync(r => r.StageAsync(Slice(6, ["d"], isReread: false, isLast: true), default))).ShouldBeTrue();
        (await given.UseAsync(r => r.StageAsync(Slice(7, ["e"], isReread: false), default))).ShouldBeFalse("it has been read to the end");

        var staged = await given.BroadcastAsync();
        (staged.Staged, staged.DuplicateRows, staged.Total, staged.IsStaged).ShouldBe((4L, 1L, 4L, true));
        var query = new AudienceQuery(given.Id, AudienceKind.Source, given.App.Id, MessageChannel.SubscribeMessage, "tmpl-1", Now);
        var first = await given.World.UseAsync<IAudienceReader, AudiencePage>(r => r.ReadAsync(query, null, 3, default));
        var second = await given.World.UseAsync<IAudienceReader, AudiencePage>(r => r.ReadAsync(query, first.Members[^1].Cursor, 3, default));
        first.Members.Concat(second.Members).Select(m => m.OpenId).ShouldBe(["a", "b", "c", "d"]);
        (first.IsEnd, second.IsEnd).ShouldBe((false, true));

        StagedSlice Slice(long number, string[] openIds, bool isReread, bool isLast = false)
            => new(given.Id, [.. openIds.Select((o, i) => BroadcastItem.Of(broadcast, number + i, o, null, null))], [], isReread, isLast);
    }

    /// <summary>A running broadcast of an app.</summary>
    private sealed class Stage(World world) : IAsyncDisposable
    {
        public World World => world;

        public Guid Id { get; private set; }

        public AppCredential App { get; private set; } = null!;

        public static async Task<Stage> CreateAsync(QueueKind kind)
        {
            var world = await World.CreateAsync(kind);
            var app = await world.AddAppAsync(Given.Tenant);
            var broadcast = Broadcast.Draft(Given.Tenant, new BroadcastContent { Name = "Sale", AppCredentialId = app.Id, TemplateName = "order-paid" }, null, null, Now);
            broadcast.Start(Now);
            await world.AddAsync(broadcast);
            return new Stage(world) { Id = broadcast.Id, App = app };
        }

        public Task<T> UseAsync<T>(Func<IBroadcastRepository, Task<T>> use) => world.UseAsync(use);

        public Task<int?> AppendAsync(string? cursor, string next, string[] openIds, string? key = null, bool isLast = false) => UseAsync(r => r.AppendAsync(
            new ExpansionSlice(Id, cursor, next, isLast, NextSlot: null, [.. openIds.Select(o => Row(o, key))]), default));

        public Task<IReadOnlyList<DeliveryLog>> ClaimAsync(DateTimeOffset now, int max = 100) => world.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(
            q => q.ClaimAsync(new DeliveryClaim(App.Id, Guid.NewGuid(), max, now, now.AddMinutes(1)), default));

        public async Task<Broadcast> BroadcastAsync() => (await world.AllAsync<Broadcast>()).Single();

        public Task<bool> ChangeAsync(Action<Broadcast> change) => UseAsync(async r =>
        {
            var broadcast = (await r.FindAsync(Id, default))!;
            change(broadcast);
            await r.SaveAsync(broadcast, default);
            return true;
        });

        public ValueTask DisposeAsync() => world.DisposeAsync();

        private DeliveryLog Row(string openId, string? key) => DeliveryLog.Queue(
            Given.Template(App), openId, new RenderedMessage([new("thing1", "龙井茶")], Page: null), new DeliveryTiming(DeliveryPriority.Bulk, null, Now.AddHours(1)),
            key is null ? null : $"{key}:{openId}", Now, broadcastId: Id);
    }
}
