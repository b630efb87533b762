using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Permits;

public sealed class LinqFormIdStoreTests() : FormIdStoreTests(QueueKind.Linq);

public sealed class PostgreSqlFormIdStoreTests() : FormIdStoreTests(QueueKind.PostgreSql);

/// <summary>Form ids: kept once, claimed once, for their own user, the soonest to expire first.</summary>
public abstract class FormIdStoreTests(QueueKind kind) : IAsyncLifetime
{
    private World _world = null!;
    private AppCredential _app = null!;

    private static DateTimeOffset Now => Given.Now;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync(kind);
        _app = await _world.AddAppAsync(Given.Tenant);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_one_that_expires_soonest_goes_first_and_none_that_is_too_close_to_its_end()
    {
        await CollectAsync(FormId("later", hours: 1), FormId("soon", hours: 100), FormId("too-soon", hours: 145), FormId("gone", hours: 200), FormId("others", hours: 120, openId: "o-bob"));

        var claims = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            claims.Add((await ClaimAsync())?.FormId);
        }

        claims.ShouldBe(["soon", "later", null]);
        (await ClaimAsync(openId: "o-bob"))!.FormId.ShouldBe("others");
        (await ClaimAsync(openId: "o-carol")).ShouldBeNull();
        (await _world.AllAsync<FormIdUse>()).ShouldAllBe(u => u.TenantId == Given.Tenant && u.At == Now);
    }

    [Fact]
    public async Task A_delivery_that_comes_back_gets_the_one_it_had()
    {
        await CollectAsync(FormId("first", hours: 10), FormId("second", hours: 5));
        var delivery = Guid.NewGuid();

        var claimed = (await ClaimAsync(delivery))!;
        var again = (await ClaimAsync(delivery))!;

        (claimed.FormId, claimed.IsRebound, again.FormId, again.IsRebound).ShouldBe(("first", false, "first", true));
        (await _world.AllAsync<FormIdUse>()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_burned_is_never_seen_again_and_the_next_takes_its_place()
    {
        await CollectAsync(FormId("first", hours: 10), FormId("second", hours: 5), FormId("prepay", hours: 1, prepay: true));
        var delivery = Guid.NewGuid();
        await ClaimAsync(delivery);

        await _world.UseAsync<IFormIdStore>(s => s.BurnAsync(delivery, default));
        (await ClaimAsync(delivery))!.FormId.ShouldBe("second");
        await _world.UseAsync<IFormIdStore>(s => s.BurnAsync(delivery, default));
        (await ClaimAsync(delivery))!.FormId.ShouldBe("prepay");
        await _world.UseAsync<IFormIdStore>(s => s.BurnAsync(delivery, default));

        (await ClaimAsync(delivery)).ShouldBeNull("a payment that WeChat does not know is worth nothing, however many uses it had");
        (await _world.AllAsync<FormIdRecord>()).ShouldAllBe(f => f.UsesLeft == 0);
    }

    [Fact]
    public async Task A_payment_allows_three_and_many_who_want_it_at_once_all_get_their_share()
    {
        await CollectAsync(FormId("prepay", hours: 1, prepay: true));

        var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => ClaimAsync())));

        claims.Count(c => c is not null).ShouldBe(3, "what another is taking is waited for where nothing else is left");
        (await _world.AllAsync<FormIdUse>()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_who_claim_for_one_delivery_at_once_get_the_same_one()
    {
        await CollectAsync([.. Enumerable.Range(0, 40).Select(i => FormId($"form-{i}", hours: 1 + i))]);
        for (var round = 0; round < 10; round++)
        {
            var delivery = Guid.NewGuid();
            var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ClaimAsync(delivery))));
            claims.Select(c => c!.FormId).Distinct().ShouldHaveSingleItem();
            claims.Count(c => !c!.IsRebound).ShouldBe(1);
        }

        (await _world.AllAsync<FormIdUse>()).Count.ShouldBe(10);
        (await _world.AllAsync<FormIdRecord>()).Count(f => f.UsesLeft == 0).ShouldBe(10);
    }

    [Fact]
    public async Task However_many_claim_at_once_none_is_given_to_two_or_to_a_stranger()
    {
        const int Users = 10, PerUser = 40;
        await CollectAsync([.. Enumerable.Range(0, Users * PerUser).Select(i => FormId($"form-{i}", hours: i / 10.0, openId: $"o-{i % Users}"))]);

        var claims = (await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var mine = new List<(string OpenId, string FormId)>();
            var misses = 0;
            for (var i = worker; misses < Users; i++)
            {
                var permit = await ClaimAsync(openId: $"o-{i % Users}");
                misses = permit is null ? misses + 1 : 0;
                if (permit is not null)
                {
                    mine.Add(($"o-{i % Users}", permit.FormId));
                }
            }

            return mine;
        })))).SelectMany(c => c).ToList();

        claims.Count.ShouldBe(Users * PerUser);
        claims.Select(c => c.FormId).Distinct().Count().ShouldBe(Users * PerUser);
        var owners = (await _world.AllAsync<FormIdRecord>()).ToDictionary(f => f.FormId, f => f.OpenId);
        claims.ShouldAllBe(c => owners[c.FormId] == c.OpenId);
    }

    [Fact]
    public async Task The_same_form_id_counts_once_however_often_and_by_however_many_it_is_reported()
    {
        (await CollectAsync(FormId("a"), FormId("b"), FormId("a"))).ShouldBe(2);
        (await CollectAsync(FormId("b", openId: "o-bob"), FormId("c"))).ShouldBe(1, "WeChat gave it to the one who came first");
        var many = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => CollectAsync([.. Enumerable.Range(0, 30).Select(n => FormId($"x-{(n * (i + 1)) % 30}")).DistinctBy(f => f.FormId)]))));

        many.Sum().ShouldBe(30);
        (await _world.AllAsync<FormIdRecord>()).Count.ShouldBe(33);
    }

    [Fact]
    public async Task A_user_keeps_the_freshest_and_what_was_given_up_does_not_come_back()
    {
        await CollectAsync(maxPerUser: 3, [.. Enumerable.Range(0, 5).Select(i => FormId($"f{i}", hours: i)), FormId("bob", openId: "o-bob")]);

        (await _world.AllAsync<FormIdRecord>()).Where(f => f.UsesLeft > 0).Select(f => f.FormId).Order().ShouldBe(["bob", "f0", "f1", "f2"]);
        (await CollectAsync(maxPerUser: 3, FormId("f4"))).ShouldBe(0);
        (await _world.AllAsync<FormIdRecord>()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task The_purge_removes_what_WeChat_has_forgotten_in_batches_and_nothing_else()
    {
        await CollectAsync([.. Enumerable.Range(0, 5).Select(i => FormId($"old-{i}", hours: 200 + i)), FormId("good")]);
        var delivery = Guid.NewGuid();
        await _world.Database.ExecuteAsync(
            """
            INSERT INTO "WeChatFormIdUses" ("Id", "TenantId", "FormIdRecordId", "DeliveryLogId", "At")
            SELECT gen_random_uuid(), "TenantId", "Id", $1, now() FROM "WeChatFormIdRecords" WHERE "FormId" = 'old-4'
            """,
            delivery);

        (await PurgeAsync(3)).ShouldBe(3);
        (await PurgeAsync(3)).ShouldBe(2);
        (await PurgeAsync(3)).ShouldBe(0);

        (await _world.AllAsync<FormIdRecord>()).ShouldHaveSingleItem().FormId.ShouldBe("good");
        (await _world.AllAsync<FormIdUse>()).ShouldBeEmpty();
        Task<int> PurgeAsync(int max) => _world.UseAsync<IFormIdStore, int>(s => s.PurgeAsync(Now, max, default));
    }

    [Fact]
    public async Task Balances_count_what_can_be_used_and_are_the_tenants_own()
    {
        await CollectAsync(FormId("a", hours: 1), FormId("b", hours: 50), FormId("p", hours: 2, prepay: true), FormId("late", hours: 160), FormId("bob", openId: "o-bob"));
        var stranger = await _world.AddAppAsync(Given.OtherTenant);
        await _world.AddAsync(FormIdRecord.Collect(Given.OtherTenant, stranger.Id, "o-alice", "s", FormIdKind.FormId, 1, Now, TimeSpan.FromDays(7), Now));

        using var tenant = _world.Tenant.Change(Given.Tenant);
        var first = await ListAsync(null, 1);
        first.ShouldHaveSingleItem().ShouldBe(new FormIdBalance(_app.Id, "o-alice", FormIds: 2, PrepayUses: 3, Now.AddDays(7).AddHours(-50)));
        (await ListAsync((_app.Id, "o-alice"), 10)).ShouldHaveSingleItem().OpenId.ShouldBe("o-bob");
        (await _world.UseAsync<IFormIdStore, int>(s => s.CountUsesAsync(_app.Id, "o-alice", Now.AddDays(1), default))).ShouldBe(5);

        Task<IReadOnlyList<FormIdBalance>> ListAsync((Guid, string)? after, int take)
            => _world.UseAsync<IFormIdStore, IReadOnlyList<FormIdBalance>>(s => s.ListBalancesAsync(new(null, null), Now.AddDays(1), after, take, default));
    }

    private FormIdRecord FormId(string formId, double hours = 0, string openId = "o-alice", bool prepay = false) => FormIdRecord.Collect(
        Given.Tenant, _app.Id, openId, formId, prepay ? FormIdKind.PrepayId : FormIdKind.FormId, prepay ? 3 : 1, Now.AddHours(-hours), TimeSpan.FromDays(7), Now);

    private Task<int> CollectAsync(params FormIdRecord[] formIds) => CollectAsync(maxPerUser: 1_000, formIds);

    private Task<int> CollectAsync(int maxPerUser, params FormIdRecord[] formIds)
        => _world.UseAsync<IFormIdStore, int>(s => s.CollectAsync(formIds, maxPerUser, default));

    private Task<FormIdPermit?> ClaimAsync(Guid? delivery = null, string openId = "o-alice")
        => _world.UseAsync<IFormIdStore, FormIdPermit?>(s => s.ClaimAsync(new(_app.Id, openId, delivery ?? Guid.NewGuid(), Now, Now.AddDays(1)), default));
}
