using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Recipients;

public sealed class RecipientRepositoryTests
{
    private static readonly DateTimeOffset Now = Given.Now;

    public static TheoryData<QueueKind> Both => [QueueKind.Linq, QueueKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_user_is_met_once_and_what_is_not_told_stays(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var app = await world.AddAppAsync(Given.Tenant);

        (await SeeAsync(world, app, Now, new RecipientSighting("o-alice") { UnionId = "u-1" })).ShouldBe(1);
        (await SeeAsync(world, app, Now.AddHours(1), new RecipientSighting("o-alice") { UserId = "42" })).ShouldBe(0);

        var alice = (await world.AllAsync<Recipient>()).ShouldHaveSingleItem();
        (alice.TenantId, alice.AppCredentialId, alice.OpenId, alice.UnionId, alice.UserId).ShouldBe((Given.Tenant, app.Id, "o-alice", "u-1", "42"));
        (alice.CreatedAt, alice.LastSeenAt, alice.IsSubscribed).ShouldBe((Now, Now.AddHours(1), null));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task News_may_come_in_any_order(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var app = await world.AddAppAsync(Given.Tenant);
        await world.UseAsync<IRecipientRepository>(async r =>
        {
            await r.UnfollowAsync(Given.Tenant, app.Id, "o-alice", Now.AddMinutes(2), default);
            await r.FollowAsync(Given.Tenant, app.Id, "o-alice", Now, default);
        });
        var alice = (await world.AllAsync<Recipient>()).ShouldHaveSingleItem();
        (alice.IsSubscribed, alice.UnsubscribedAt, alice.LastSeenAt).ShouldBe((false, Now.AddMinutes(2), Now.AddMinutes(2)));

        await world.UseAsync<IRecipientRepository>(r => r.FollowAsync(Given.Tenant, app.Id, "o-alice", Now.AddMinutes(3), default));
        alice = (await world.AllAsync<Recipient>()).ShouldHaveSingleItem();
        (alice.IsSubscribed, alice.SubscribedAt, alice.UnsubscribedAt).ShouldBe((true, Now.AddMinutes(3), null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Both_ways_to_write_and_the_entity_mean_the_same(int seed)
    {
        await using var linq = await World.CreateAsync(QueueKind.Linq);
        await using var fast = await World.CreateAsync(QueueKind.PostgreSql);
        var app = Given.App(Given.Tenant);
        await linq.AddAsync(app);
        await fast.AddAsync(app);
        var random = new Random(seed);
        var expected = new Dictionary<string, Recipient>(StringComparer.Ordinal);
        Guid[] imports = [Guid.NewGuid(), Guid.NewGuid()];

        for (var step = 0; step < 60; step++)
        {
            var at = Now.AddMinutes(random.Next(-5, 60));
            var sightings = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Any(random, imports, at)).ToArray();
            var news = 0;
            foreach (var sighting in sightings.GroupBy(s => s.OpenId, StringComparer.Ordinal).Select(g => g.Last()))
            {
                if (expected.TryGetValue(sighting.OpenId, out var known))
                {
                    known.See(sighting, at);
                }
                else
                {
                    expected[sighting.OpenId] = Recipient.Meet(Given.Tenant, app.Id, sighting, at);
                    news++;
                }
            }

            (await SeeAsync(linq, app, at, sightings)).ShouldBe(news);
            (await SeeAsync(fast, app, at, sightings)).ShouldBe(news);
        }

        var want = expected.Values.OrderBy(r => r.OpenId, StringComparer.Ordinal).Select(Shown).ToArray();
        want.Length.ShouldBeGreaterThan(5);
        (await ShownAsync(linq)).ShouldBe(want);
        (await ShownAsync(fast)).ShouldBe(want);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Many_nodes_that_meet_the_same_users_at_once_make_one_of_each(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var app = await world.AddAppAsync(Given.Tenant);
        var nodes = Enumerable.Range(0, 8).Select(node => Task.Run(async () =>
        {
            var added = 0;
            for (var round = 0; round < 5; round++)
            {
                // Each node in another order.
                var users = Enumerable.Range(0, 60).Select(i => new RecipientSighting($"o-{((i * 7) + (node * 11) + round) % 60:00}") { UnionId = $"u-{node}" });
                added += await SeeAsync(world, app, Now.AddSeconds(round), [.. users]);
            }

            return added;
        }));

        (await Task.WhenAll(nodes)).Sum().ShouldBe(60);
        (await world.AllAsync<Recipient>()).Select(r => r.OpenId).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 60).Select(i => $"o-{i:00}"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_cannot_be_an_openid_is_left_out_and_so_is_a_union_id_that_cannot_be_one(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var app = await world.AddAppAsync(Given.Tenant);
        (await SeeAsync(
            world, app, Now, new(""), new(new string('x', 129)), new("o-\0"), new RecipientSighting("o-alice") { UnionId = new string('u', 129) })).ShouldBe(1);
        (await world.AllAsync<Recipient>()).ShouldHaveSingleItem().UnionId.ShouldBeNull();
        (await SeeAsync(world, app, Now)).ShouldBe(0);
    }

    [Fact]
    public async Task A_link_ties_unties_and_notes_who_was_not_known()
    {
        await using var world = await World.CreateAsync();
        var app = await world.AddAppAsync(Given.Tenant);
        await SeeAsync(world, app, Now, new RecipientSighting("o-alice"));

        var alice = await world.UseAsync<IRecipientRepository, Recipient>(r => r.LinkAsync(Given.Tenant, app.Id, "o-alice", "42", Now.AddDays(1), default));
        (alice.UserId, alice.LastSeenAt).ShouldBe(("42", Now));
        (await world.UseAsync<IRecipientRepository, Recipient>(r => r.LinkAsync(Given.Tenant, app.Id, "o-alice", null, Now, default))).UserId.ShouldBeNull();
        (await world.UseAsync<IRecipientRepository, Recipient>(r => r.LinkAsync(Given.Tenant, app.Id, "o-bob", "43", Now, default))).UserId.ShouldBe("43");
        (await world.AllAsync<Recipient>()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Lists_are_narrowed_read_page_by_page_and_show_the_own_tenants_only()
    {
        await using var world = await World.CreateAsync();
        var app = await world.AddAppAsync(Given.Tenant);
        var other = await world.AddAppAsync(Given.Tenant);
        var theirs = await world.AddAppAsync(Given.OtherTenant);
        await SeeAsync(world, app, Now, [.. Enumerable.Range(0, 25).Select(i => new RecipientSighting($"o-{i:00}") { IsSubscribed = i % 5 == 0, UserId = i == 7 ? "42" : null })]);
        await SeeAsync(world, other, Now, new RecipientSighting("o-07") { UserId = "42", UnionId = "u-7" });
        await SeeAsync(world, theirs, Now, new RecipientSighting("o-07") { UserId = "42" });

        using var tenant = world.Tenant.Change(Given.Tenant);
        (await ListAsync(world, new(app.Id, null, null, null, null))).Count.ShouldBe(25);
        (await ListAsync(world, new(null, "42", null, null, null))).ShouldBe([(app.Id, "o-07"), (other.Id, "o-07")], ignoreOrder: true);
        (await ListAsync(world, new(app.Id, null, "o-07", null, null))).ShouldBe([(app.Id, "o-07")]);
        (await ListAsync(world, new(null, null, null, "u-7", null))).ShouldBe([(other.Id, "o-07")]);
        (await ListAsync(world, new(app.Id, null, null, null, true))).Count.ShouldBe(5);
        (await ListAsync(world, new(app.Id, null, null, null, false))).Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_person_who_is_forgotten_leaves_no_permits_behind_and_nobody_else_loses_anything()
    {
        await using var world = await World.CreateAsync();
        var app = await world.AddAppAsync(Given.Tenant);
        var other = await world.AddAppAsync(Given.Tenant);
        foreach (var (of, user) in new[] { (app, "o-alice"), (app, "o-bob"), (other, "o-alice") })
        {
            await SeeAsync(world, of, Now, new RecipientSighting(user));
            await world.AddGrantAsync(of, user, 3);
            var formId = FormIdRecord.Collect(Given.Tenant, of.Id, user, "form-" + user, FormIdKind.FormId, 1, Now, TimeSpan.FromDays(7), Now);
            await world.AddAsync(formId, new FormIdUse(Given.Tenant, formId.Id, Guid.NewGuid(), Now));
        }

        var alice = (await world.AllAsync<Recipient>()).Single(r => r.AppCredentialId == app.Id && r.OpenId == "o-alice");
        using (world.Tenant.Change(Given.OtherTenant))
        {
            (await world.UseAsync<IRecipientRepository, bool>(r => r.ForgetAsync(alice.Id, default))).ShouldBeFalse();
        }

        using (world.Tenant.Change(Given.Tenant))
        {
            (await world.UseAsync<IRecipientRepository, bool>(r => r.ForgetAsync(alice.Id, default))).ShouldBeTrue();
            (await world.UseAsync<IRecipientRepository, bool>(r => r.ForgetAsync(alice.Id, default))).ShouldBeFalse();
        }

        (Guid, string)[] left = [(app.Id, "o-bob"), (other.Id, "o-alice")];
        (await world.AllAsync<Recipient>()).Select(r => (r.AppCredentialId, r.OpenId)).ShouldBe(left, ignoreOrder: true);
        (await world.AllAsync<SubscriptionGrant>()).Select(g => (g.AppCredentialId, g.OpenId)).ShouldBe(left, ignoreOrder: true);
        var formIds = await world.AllAsync<FormIdRecord>();
        formIds.Select(f => (f.AppCredentialId, f.OpenId)).ShouldBe(left, ignoreOrder: true);
        (await world.AllAsync<FormIdUse>()).Select(u => u.FormIdRecordId).ShouldBe(formIds.Select(f => f.Id), ignoreOrder: true);
    }

    private static RecipientSighting Any(Random random, Guid[] imports, DateTimeOffset at) => new($"o-{random.Next(10)}")
    {
        UserId = random.Next(4) == 0 ? $"user-{random.Next(3)}" : null,
        UnionId = random.Next(4) == 0 ? $"u-{random.Next(3)}" : null,
        IsSubscribed = random.Next(3) switch { 0 => null, 1 => true, _ => false },
        SubscribedSince = random.Next(2) == 0 ? at.AddMinutes(-random.Next(3)) : null,
        FollowerImportId = random.Next(5) == 0 ? imports[random.Next(2)] : null,
    };

    private static Task<int> SeeAsync(World world, AppCredential app, DateTimeOffset at, params RecipientSighting[] sightings)
        => world.UseAsync<IRecipientRepository, int>(r => r.SeeAsync(app.TenantId, app.Id, sightings, at, default));

    private static async Task<List<(Guid App, string OpenId)>> ListAsync(World world, RecipientFilter filter)
    {
        var all = new List<(Guid, string)>();
        for (Guid? after = null; ;)
        {
            var page = await world.UseAsync<IRecipientRepository, IReadOnlyList<Recipient>>(r => r.ListAsync(filter, after, 10, default));
            all.AddRange(page.Select(r => (r.AppCredentialId, r.OpenId)));
            if (page.Count < 10)
            {
                all.ShouldBeUnique();
                return all;
            }

            after = page[^1].Id;
        }
    }

    private static async Task<string[]> ShownAsync(World world) => [.. (await world.AllAsync<Recipient>()).OrderBy(r => r.OpenId, StringComparer.Ordinal).Select(Shown)];

    private static string Shown(Recipient r)
        => $"{r.OpenId} {r.UserId} {r.UnionId} {r.IsSubscribed} {r.SubscribedAt:u} {r.UnsubscribedAt:u} {r.LastSeenAt:u} {r.CreatedAt:u} {r.FollowerImportId} {r.TenantId}";
}
