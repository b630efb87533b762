using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Permits;

public sealed class SubscriptionGrantRepositoryTests : IAsyncLifetime
{
    private World _world = null!;
    private AppCredential _app = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _app = await _world.AddAppAsync(tenant: null);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public static TheoryData<bool, GrantDecision[]> Histories
    {
        get
        {
            var (yes, no, ban, hidden, used) = (GrantDecision.Accepted, GrantDecision.Rejected, GrantDecision.Banned, GrantDecision.Filtered, GrantDecision.UsedUp);
            GrantDecision[][] histories =
            [
                [yes], [no], [ban], [hidden], [used], [yes, yes, yes], [yes, no], [yes, ban], [yes, hidden], [yes, used], [yes, used, yes], [no, yes, hidden],
                [used, hidden], [yes, hidden, hidden], [hidden, yes],
            ];
            return [.. histories.SelectMany(h => new TheoryDataRow<bool, GrantDecision[]>[] { new(false, h), new(true, h) })];
        }
    }

    /// <summary>The set-based update means what the entity says, whether reports come one by one or at once, for a new ledger or a standing one.</summary>
    [Theory]
    [MemberData(nameof(Histories))]
    public async Task A_ledger_in_the_database_is_what_the_entity_would_be(bool isLongTerm, GrantDecision[] history)
    {
        var expected = SubscriptionGrant.Open(null, _app.Id, "o", "t", isLongTerm, Given.Now);
        foreach (var decision in history)
        {
            expected.Record(decision, 2, Given.Now);
        }

        await RecordAsync([.. history.Select(d => new GrantReport("at-once", "t", isLongTerm, d, 2))]);
        foreach (var decision in history)
        {
            await RecordAsync(new GrantReport("one-by-one", "t", isLongTerm, decision, 2));
        }

        await RecordAsync(new GrantReport("standing", "t", isLongTerm, GrantDecision.Rejected, 1));
        await RecordAsync([.. history.Select(d => new GrantReport("standing", "t", isLongTerm, d, 2))]);

        foreach (var ledger in await _world.AllAsync<SubscriptionGrant>())
        {
            (ledger.Remaining, ledger.IsLongTerm, ledger.LastDecision, ledger.AllowsSending)
                .ShouldBe((expected.Remaining, expected.IsLongTerm, expected.LastDecision, expected.AllowsSending), ledger.OpenId);
        }
    }

    [Fact]
    public async Task Reports_that_come_at_the_same_time_from_everywhere_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            string[] users = ["o-1", "o-2", "o-3", "o-4"];
            for (var i = 0; i < 5; i++)
            {
                random.Shuffle(users);
                await RecordAsync([.. users.Select(u => new GrantReport(u, "t", false, GrantDecision.Accepted, 1))]);
            }
        })));

        (await _world.AllAsync<SubscriptionGrant>()).Select(g => g.Remaining).ShouldBe([40, 40, 40, 40]);
    }

    [Fact]
    public async Task Reports_and_sends_at_the_same_time_lose_nothing()
    {
        await RecordAsync([.. Enumerable.Range(0, 10).Select(i => new GrantReport($"o-{i}", "tmpl-1", false, GrantDecision.Accepted, 50))]);
        await _world.UseAsync<IDeliveryQueue>(q => q.EnqueueAsync(
            Enumerable.Range(0, 200).Select(i => Given.Delivery(_app, $"o-{i % 10}", now: Given.Now.AddMilliseconds(-i))).ToList(), default));

        var sending = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _world.UseAsync<IDeliveryQueue>(async q =>
        {
            while (await q.ClaimAsync(new DeliveryClaim(_app.Id, Guid.NewGuid(), 17, Given.Now, Given.Now.AddMinutes(1)), default) is { Count: > 0 } claimed)
            {
                await q.RecordAsync([.. claimed.Reverse().Select(d =>
                {
                    var token = d.ClaimToken!.Value;
                    d.MarkSent(null, Given.Now);
                    return new DeliveryOutcome(d, token, []) { Grant = GrantChange.Of(d, GrantEffect.Spent) };
                })], default);
            }
        }))));
        var reporting = Task.Run(async () =>
        {
            for (var round = 0; round < 10; round++)
            {
                await RecordAsync([.. Enumerable.Range(0, 10).Select(i => new GrantReport($"o-{i}", "tmpl-1", false, GrantDecision.Accepted, 1))]);
            }
        });
        await Task.WhenAll(sending, reporting).WaitAsync(TimeSpan.FromSeconds(60));

        (await _world.AllAsync<SubscriptionGrant>()).ShouldAllBe(g => g.Remaining == 50 - 20 + 10);
    }

    [Fact]
    public async Task One_wrong_report_spoils_all_of_the_call()
    {
        await RecordAsync(new GrantReport("o-1", "t", false, GrantDecision.Accepted, 1));

        await Should.ThrowAsync<RuleViolationException>(() => RecordAsync(
            new GrantReport("o-1", "t", false, GrantDecision.Accepted, 1), new GrantReport("o-2", "t", false, GrantDecision.Accepted, 0)));
        await Should.ThrowAsync<RuleViolationException>(() => RecordAsync(
            new GrantReport("o-1", "t", false, GrantDecision.Accepted, SubscriptionGrantLimits.MaxAcceptsPerReport + 1)));

        (await _world.AllAsync<SubscriptionGrant>()).ShouldHaveSingleItem().Remaining.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_ledger_stays_full()
    {
        await RecordAsync(new GrantReport("o-1", "t", false, GrantDecision.Accepted, 1));
        await _world.Database.ExecuteAsync("""update "WeChatSubscriptionGrants" set "Remaining" = 2147483646""");

        await RecordAsync(new GrantReport("o-1", "t", false, GrantDecision.Accepted, 100));

        (await _world.AllAsync<SubscriptionGrant>()).ShouldHaveSingleItem().Remaining.ShouldBe(int.MaxValue);
    }

    [Fact]
    public async Task A_list_is_narrowed_and_paged()
    {
        var other = await _world.AddAppAsync(tenant: null);
        await RecordAsync([.. Enumerable.Range(0, 7).Select(i => new GrantReport($"o-{i}", $"t-{i % 2}", false, GrantDecision.Accepted, 1))]);
        await _world.UseAsync<ISubscriptionGrantRepository>(r => r.RecordAsync(other.Id, [new GrantReport("o-1", "t-1", false, GrantDecision.Accepted, 1)], Given.Now, default));

        (await ListAsync(new GrantFilter(null, ["o-1"], null))).Count.ShouldBe(2);
        (await ListAsync(new GrantFilter(_app.Id, ["o-1", "o-2"], null))).Select(g => g.OpenId).ShouldBe(["o-1", "o-2"], ignoreOrder: true);
        (await ListAsync(new GrantFilter(_app.Id, null, ["t-1"]))).Count.ShouldBe(3);
        (await ListAsync(new GrantFilter(_app.Id, null, []))).ShouldBeEmpty();

        var pages = new List<SubscriptionGrant>();
        Guid? after = null;
        while (await ListAsync(new GrantFilter(_app.Id, null, null), after, 3) is { Count: > 0 } page)
        {
            pages.AddRange(page);
            after = page[^1].Id;
        }

        pages.Select(g => g.OpenId).Order().ShouldBe(Enumerable.Range(0, 7).Select(i => $"o-{i}"));
    }

    private Task RecordAsync(params GrantReport[] reports)
        => _world.UseAsync<ISubscriptionGrantRepository>(r => r.RecordAsync(_app.Id, reports, Given.Now, default));

    private Task<IReadOnlyList<SubscriptionGrant>> ListAsync(GrantFilter filter, Guid? after = null, int take = 100)
        => _world.UseAsync<ISubscriptionGrantRepository, IReadOnlyList<SubscriptionGrant>>(r => r.ListAsync(filter, after, take, default));
}
