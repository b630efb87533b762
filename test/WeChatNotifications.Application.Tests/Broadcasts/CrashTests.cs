using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.EntityFrameworkCore;

namespace WeChatNotifications.Application.Tests.Broadcasts;

/// <summary>A broadcast survives whatever happens to the node that works at it: it goes on at its cursor, without doubles and gaps.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task A_slice_that_broke_off_before_or_after_its_commit_is_neither_lost_nor_repeated()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 1_000);
        var shop = new BroadcastShop(given);
        var faults = new Faults();
        var host = await shop.StartAsync(s => s["Broadcasts:SliceSize"] = "25", services: s => s.AddSingleton(faults).AddScoped(BreakingRepository.Create));
        await shop.KnowAsync(1_000);

        var id = await shop.BeginAsync(host);
        await shop.UntilCompletedAsync(host, id);

        await shop.ShouldHaveReachedAsync(host, id, 1_000);
        faults.Before.ShouldBeGreaterThan(5);
        faults.After.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Nodes_that_come_and_go_and_work_at_it_at_once_repeat_nothing()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 3_000);
        var shop = new BroadcastShop(given);
        var hosts = new List<EngineHost>();
        for (var i = 0; i < 3; i++)
        {
            hosts.Add(await shop.StartAsync(Small));
        }

        await shop.KnowAsync(3_000);
        var id = await shop.BeginAsync(hosts[0]);

        // Beside the jobs, which a lease keeps apart: whoever believes to be the only one.
        var expanders = hosts.ConvertAll(h => h.As<BroadcastExpander, int>(given.Tenant, async expander =>
        {
            var steps = 0;
            while (steps < 60)
            {
                await expander.ExpandAsync(id, done: 0, TestContext.Current.CancellationToken);
                steps++;
            }

            return steps;
        }));
        await shop.UntilAsync(hosts[0], id, b => b.Expanded > 500, "a part is in the queue");
        await hosts[1].StopAsync();
        await Task.WhenAll(expanders);
        await shop.StartAsync(Small);
        await shop.UntilCompletedAsync(hosts[0], id);

        await shop.ShouldHaveReachedAsync(hosts[0], id, 3_000);

        static void Small(Dictionary<string, string?> settings) => settings["Broadcasts:SliceSize"] = "40";
    }

    [Fact]
    public async Task A_source_that_breaks_off_and_then_yields_in_another_order_leaves_nobody_out()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 4_000);
        var shop = new BroadcastShop(given);
        var segment = new Segment(4_000) { BreaksOff = [1_500, 3_200] };
        var host = await shop.StartAsync(services: s => s.AddSingleton(segment).AddAudienceSource<SegmentSource>());

        var id = await shop.BeginAsync(host, c => c with { Audience = AudienceKind.Source, SourceName = "segment", SourceArguments = """{"plus":"tea"}""" });
        var broadcast = await shop.UntilCompletedAsync(host, id);

        await shop.ShouldHaveReachedAsync(host, id, 4_000);
        broadcast.Staged.ShouldBe(4_000);
        broadcast.Total.ShouldBe(4_000);
        broadcast.BadRows.ShouldBe(1, "the one without a name, told once however often it is read");
        segment.Readings.ShouldBe(3);
    }

    [Fact]
    public async Task Sending_begins_while_the_source_is_still_being_read()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 2_000);
        var shop = new BroadcastShop(given);
        var gate = new TaskCompletionSource();
        var segment = new Segment(2_000) { PausesAt = (1_200, gate.Task) };
        var host = await shop.StartAsync(services: s => s.AddSingleton(segment).AddAudienceSource<SegmentSource>());

        var id = await shop.BeginAsync(host, c => c with { Audience = AudienceKind.Source, SourceName = "segment" });
        await Testing.Eventually.Async(() => given.SendCalls() == 1_000, EngineHost.Patience, "what is read is sent");
        (await shop.FindAsync(host, id)).IsStaged.ShouldBeFalse();

        gate.SetResult();
        await shop.UntilCompletedAsync(host, id);
        await shop.ShouldHaveReachedAsync(host, id, 2_000);
    }

    [Fact]
    public async Task A_source_that_is_not_there_or_always_breaks_is_said_to_be_so()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var shop = new BroadcastShop(given);
        var segment = new Segment(100) { BreaksOff = [10, 10, 10, 10] };
        var host = await shop.StartAsync(s => s["Broadcasts:MaxSourceFailures"] = "3", s => s.AddSingleton(segment).AddAudienceSource<SegmentSource>());

        var unknown = await shop.BeginAsync(host, c => c with { Audience = AudienceKind.Source, SourceName = "nobody" });
        var broken = await shop.BeginAsync(host, c => c with { Audience = AudienceKind.Source, SourceName = "segment" });

        (await shop.UntilAsync(host, unknown, b => b.Status == BroadcastStatus.Failed, "the one without a source has failed")).StatusMessage!.ShouldContain("nobody");
        (await shop.UntilAsync(host, broken, b => b.Status == BroadcastStatus.Failed, "the one with a broken source has failed")).StatusMessage!.ShouldContain("segment");
    }

    /// <summary>Customers u0, u1, …, one of whom has no name.</summary>
    private sealed class Segment(int count)
    {
        private int _readings;

        public IReadOnlyList<int> BreaksOff { get; init; } = [];

        public (int At, Task Until)? PausesAt { get; init; }

        public int Readings => _readings;

        public async IAsyncEnumerable<AudienceEntry> ReadAsync()
        {
            var reading = Interlocked.Increment(ref _readings);
            var order = Enumerable.Range(0, count).ToArray();
            new Random(reading).Shuffle(order);
            for (var i = 0; i < count; i++)
            {
                if (reading <= BreaksOff.Count && BreaksOff[reading - 1] == i)
                {
                    throw new InvalidOperationException("The customers' database has gone away.");
                }

                if (PausesAt is { } pause && pause.At == i)
                {
                    await pause.Until;
                }

                if (i == 7 && BreaksOff.Count > 0)
                {
                    yield return new AudienceEntry();
                }

                yield return AudienceEntry.ForOpenId($"u{order[i]}", new Dictionary<string, object?>(StringComparer.Ordinal) { ["goods"] = "tea" });
            }
        }
    }

    private sealed class SegmentSource(Segment segment) : IAudienceSource
    {
        public string Name => "segment";

        public IAsyncEnumerable<AudienceEntry> ReadAsync(AudienceRequest request, CancellationToken cancellationToken) => segment.ReadAsync();
    }

    internal sealed class Faults
    {
        private int _calls;
        private int _before;
        private int _after;

        public int Before => _before;

        public int After => _after;

        public void OnBegin()
        {
            if (Interlocked.Increment(ref _calls) % 3 == 1)
            {
                Interlocked.Increment(ref _before);
                throw new TimeoutException("The connection was cut before the commit.");
            }
        }

        public void OnEnd()
        {
            if (_calls % 3 == 2)
            {
                Interlocked.Increment(ref _after);
                throw new TimeoutException("The connection was cut after the commit.");
            }
        }
    }

    /// <summary>The real one, whose answers get lost.</summary>
    public class BreakingRepository : DispatchProxy
    {
        private IBroadcastRepository _real = null!;
        private Faults _faults = null!;

        internal static IBroadcastRepository Create(IServiceProvider services)
        {
            var proxy = Create<IBroadcastRepository, BreakingRepository>();
            var type = typeof(WeChatNotificationsDbContext).Assembly.GetType("WeChatNotifications.EntityFrameworkCore.Broadcasts.EfBroadcastRepository", throwOnError: true)!;
            ((BreakingRepository)proxy)._real = (IBroadcastRepository)ActivatorUtilities.CreateInstance(services, type);
            ((BreakingRepository)proxy)._faults = services.GetRequiredService<Faults>();
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
            => targetMethod!.Name == nameof(IBroadcastRepository.AppendAsync)
                ? AppendAsync((ExpansionSlice)args![0]!, (CancellationToken)args[1]!)
                : targetMethod.Invoke(_real, args);

        private async Task<int?> AppendAsync(ExpansionSlice slice, CancellationToken cancellationToken)
        {
            _faults.OnBegin();
            var rows = await _real.AppendAsync(slice, cancellationToken);
            _faults.OnEnd();
            return rows;
        }
    }
}
