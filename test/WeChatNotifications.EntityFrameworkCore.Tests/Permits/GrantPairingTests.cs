using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Permits;

public sealed class GrantPairingTests : IAsyncLifetime
{
    private World _world = null!;
    private AppCredential _app = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _app = await _world.AddAppAsync(tenant: null);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    /// <summary>Two hundred random histories: what the statements leave is what the entity would be, told one by one or at once.</summary>
    [Fact]
    public async Task A_ledger_in_the_database_is_what_the_entity_would_be()
    {
        var random = new Random(7);
        var expected = new Dictionary<string, SubscriptionGrant>(StringComparer.Ordinal);
        for (var i = 0; i < 200; i++)
        {
            var openId = $"o-{i:000}";
            var history = Enumerable.Range(0, random.Next(1, 9)).Select(_ => RandomReport(random, openId)).ToList();
            var grant = SubscriptionGrant.Open(null, _app.Id, openId, "t", isLongTerm: false, Given.Now);
            history.ForEach(r => grant.Record(r.Decision, r.Accepts, Given.Now, r.Source, r.At));
            expected[openId] = grant;
            if (i % 2 == 0)
            {
                await RecordAsync([.. history]);
            }
            else
            {
                await RecordAsync(new GrantReport(openId, "t", null, GrantDecision.Rejected, 1));
                await RecordAsync([.. history]);
            }
        }

        foreach (var ledger in await _world.AllAsync<SubscriptionGrant>())
        {
            StateOf(ledger).ShouldBe(StateOf(expected[ledger.OpenId]), ledger.OpenId);
        }
    }

    [Fact]
    public async Task Reports_and_events_of_the_same_accepts_from_many_nodes_count_each_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(node => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await RecordAsync(Accept("o-alice", node % 2 == 0 ? GrantSource.MiniProgram : GrantSource.Callback));
            }
        })));

        var grant = (await _world.AllAsync<SubscriptionGrant>()).Single();
        (grant.Remaining, grant.UnmatchedEvents, grant.UnmatchedReports).ShouldBe((40, 0, 0));
    }

    [Fact]
    public async Task Whoever_does_not_know_whether_it_is_long_term_leaves_that_as_it_is()
    {
        await RecordAsync(new GrantReport("o-alice", "t", true, GrantDecision.Accepted, 1));
        await RecordAsync(Accept("o-alice", GrantSource.Callback));
        await RecordAsync(Accept("o-bob", GrantSource.Callback));

        var grants = await _world.AllAsync<SubscriptionGrant>();
        grants.Select(g => (g.OpenId, g.IsLongTerm, g.Remaining)).ShouldBe([("o-alice", true, 0), ("o-bob", false, 1)], ignoreOrder: true);
    }

    private static GrantReport Accept(string openId, GrantSource source) => new(openId, "t", null, GrantDecision.Accepted, 1) { Source = source };

    private static GrantReport RandomReport(Random random, string openId)
    {
        GrantDecision[] decisions = [GrantDecision.Accepted, GrantDecision.Accepted, GrantDecision.Accepted, GrantDecision.Accepted, GrantDecision.Rejected, GrantDecision.Filtered, GrantDecision.UsedUp, GrantDecision.Withdrawn];
        return new GrantReport(openId, "t", null, decisions[random.Next(decisions.Length)], random.Next(1, 4))
        {
            Source = (GrantSource)random.Next(3),
            At = random.Next(4) == 0 ? null : Given.Now.AddHours(random.Next(-60, 1)),
        };
    }

    private static object StateOf(SubscriptionGrant grant)
        => (grant.Remaining, grant.IsLongTerm, grant.LastDecision, grant.UnmatchedEvents, grant.EventAt, grant.UnmatchedReports, grant.ReportedAt);

    private Task RecordAsync(params GrantReport[] reports)
        => _world.UseAsync<ISubscriptionGrantRepository>(r => r.RecordAsync(_app.Id, reports, Given.Now, default));
}
