using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Broadcasts;

public sealed class BroadcastListStoreTests
{
    private static readonly DateTimeOffset Now = Given.Now;

    public static TheoryData<QueueKind> Both => [QueueKind.Linq, QueueKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_first_of_several_rows_that_name_the_same_person_counts(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        using var tenant = world.Tenant.Change(Given.Tenant);
        var id = await DraftAsync(world);

        var broadcast = await ReplaceAsync(
            world, id,
            Row(2, "a", data: """{"product":"龙井茶"}"""), Row(3, userId: "a"), Bad(4), Row(5, "b"), Row(6, "a", data: """{"product":"later"}"""), Row(7, userId: "a"), Row(9, "c"));

        (broadcast.Staged, broadcast.BadRows, broadcast.DuplicateRows, broadcast.IsStaged).ShouldBe((4L, 1L, 2L, true));
        (await ItemsAsync(world, id)).ShouldBe(["""2 a  {"product":"龙井茶"}""", "3  a ", "5 b  ", "9 c  "]);
        var bad = (await BadRowsAsync(world, id)).ShouldHaveSingleItem();
        (bad.Number, bad.TenantId, bad.Violation().ToString(), bad.Violation().Arguments["max"]).ShouldBe((4L, Given.Tenant, "openId: Rule.TooLong", "128"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_list_takes_the_place_of_the_one_before_and_a_broken_one_does_not(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        using var tenant = world.Tenant.Change(Given.Tenant);
        var (id, other) = (await DraftAsync(world), await DraftAsync(world));
        await ReplaceAsync(world, id, Row(2, "a"), Bad(3), Row(4, "b"));
        await ReplaceAsync(world, other, Row(2, "a"));

        await Should.ThrowAsync<RuleViolationException>(() => world.UseAsync<IBroadcastListStore>(s => s.ReplaceAsync(id, BreakingOff(), default)));
        (await ItemsAsync(world, id)).ShouldBe(["2 a  ", "4 b  "]);
        (await BadRowsAsync(world, id)).Count.ShouldBe(1);

        var broadcast = await ReplaceAsync(world, id, Row(2, "b"), Row(3, "c"));
        (broadcast.Staged, broadcast.BadRows, broadcast.DuplicateRows).ShouldBe((2L, 0L, 0L));
        (await ItemsAsync(world, id)).ShouldBe(["2 b  ", "3 c  "]);
        (await BadRowsAsync(world, id)).ShouldBeEmpty();
        (await ItemsAsync(world, other)).ShouldBe(["2 a  "]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Only_a_draft_of_the_own_tenant_takes_a_list(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        using var tenant = world.Tenant.Change(Given.Tenant);
        var id = await DraftAsync(world);
        using (world.Tenant.Change(Given.OtherTenant))
        {
            await Should.ThrowAsync<EntityNotFoundException>(() => ReplaceAsync(world, id, Row(2, "a")));
        }

        await StartAsync(world, id);
        (await Should.ThrowAsync<ConflictException>(() => ReplaceAsync(world, id, Row(2, "a")))).Code.ShouldBe(WeChatNotificationsErrorCodes.BroadcastState);
        (await ItemsAsync(world, id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_started_while_its_list_arrives_keeps_the_one_it_had()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var id = await DraftAsync(world);
        await ReplaceAsync(world, id, Row(2, "a"));

        await Should.ThrowAsync<ConflictException>(() => world.UseAsync<IBroadcastListStore>(s => s.ReplaceAsync(id, StartingAsync(), default)));
        (await ItemsAsync(world, id)).ShouldBe(["2 a  "]);

        async IAsyncEnumerable<BroadcastListRow> StartingAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return Row(2, "b");
            await StartAsync(world, id);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Lists_that_arrive_at_once_do_not_mix(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        using var tenant = world.Tenant.Change(Given.Tenant);
        var id = await DraftAsync(world);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => ReplaceAsync(world, id, [.. Enumerable.Range(2, 700).Select(i => Row(i, i == 2 ? "shared" : $"o-{n}-{i}"))])));

        var items = await ItemsAsync(world, id);
        items.Count.ShouldBe(700);
        items.Skip(1).Select(i => i.Split(' ')[1].Split('-')[1]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_bad_rows_the_first_are_kept_and_all_are_counted()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var id = await DraftAsync(world);
        var broadcast = await ReplaceAsync(world, id, [Row(2, "a"), .. Enumerable.Range(3, 1_500).Select(i => Bad(i))]);
        (broadcast.Staged, broadcast.BadRows).ShouldBe((1L, 1_500L));
        var page = await world.UseAsync<IBroadcastListStore, IReadOnlyList<BroadcastBadRow>>(s => s.ListBadRowsAsync(id, 1_000, 10, default));
        page.Select(r => r.Number).ShouldBe([1_001L, 1_002L]);
    }

    [Fact]
    public async Task A_million_rows_are_stored_in_memory_that_does_not_grow_with_them()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var id = await DraftAsync(world);
        var highest = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();

        var broadcast = await world.UseAsync<IBroadcastListStore, Broadcast>(s => s.ReplaceAsync(id, RowsAsync(1_000_000), default));

        TestContext.Current.TestOutputHelper!.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s, {highest / 1024:N0} KiB");
        (broadcast.Staged, broadcast.DuplicateRows).ShouldBe((999_000L, 1_000L));
        highest.ShouldBeLessThan(16_000_000);

        async IAsyncEnumerable<BroadcastListRow> RowsAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var i = 1; i <= count; i++)
            {
                if (i % 100_000 == 0)
                {
                    await Task.Yield();
                    highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - before);
                }

                yield return Row(i, $"o-{(i % 1_000 == 0 ? 1 : i)}", data: $$"""{"product":"乌龙茶 {{i}}"}""");
            }
        }
    }

    private static BroadcastListRow Row(long number, string? openId = null, string? userId = null, string? data = null) => new(number, openId, userId, data, Fault: null);

    private static BroadcastListRow Bad(long number) => BroadcastListRow.Bad(number, new("openId", RuleCodes.TooLong, ("length", 200), ("max", 128)));

    private static async IAsyncEnumerable<BroadcastListRow> BreakingOff([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 2; i < 5_000; i++)
        {
            yield return Row(i, $"o-{i}");
        }

        await Task.Yield();
        throw new RuleViolationException([new("list", RuleCodes.Encoding, ("line", 5_000))]);
    }

    private static async Task<Guid> DraftAsync(World world)
    {
        var content = new BroadcastContent { Name = "Sale", AppCredentialId = Guid.NewGuid(), TemplateName = "sale", Audience = AudienceKind.List };
        var broadcast = Broadcast.Draft(Given.Tenant, content, createdBy: null, scheduleId: null, Now);
        await world.UseAsync<IBroadcastRepository>(r => r.AddAsync(broadcast, default));
        return broadcast.Id;
    }

    private static Task StartAsync(World world, Guid id) => world.UseAsync<IBroadcastRepository>(async r =>
    {
        var broadcast = (await r.FindAsync(id, default))!;
        broadcast.Start(Now);
        await r.SaveAsync(broadcast, default);
    });

    private static Task<Broadcast> ReplaceAsync(World world, Guid id, params IReadOnlyList<BroadcastListRow> rows)
        => world.UseAsync<IBroadcastListStore, Broadcast>(s => s.ReplaceAsync(id, rows.ToAsyncEnumerable(), default));

    private static Task<IReadOnlyList<BroadcastBadRow>> BadRowsAsync(World world, Guid id)
        => world.UseAsync<IBroadcastListStore, IReadOnlyList<BroadcastBadRow>>(s => s.ListBadRowsAsync(id, 0, 100, default));

    private static async Task<IReadOnlyList<string>> ItemsAsync(World world, Guid id)
        => (await world.UseAsync<WeChatNotificationsDbContext, List<BroadcastItem>>(c => c.Set<BroadcastItem>().IgnoreQueryFilters().AsNoTracking().Where(i => i.BroadcastId == id).OrderBy(i => i.Number).ToListAsync()))
            .ConvertAll(i => $"{i.Number} {i.OpenId} {i.UserId} {i.Data}");
}
