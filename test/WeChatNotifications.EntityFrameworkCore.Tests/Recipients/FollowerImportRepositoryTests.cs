using System.Diagnostics;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Recipients;

public sealed class FollowerImportRepositoryTests
{
    private static readonly DateTimeOffset Now = Given.Now;

    public static TheoryData<QueueKind> Both => [QueueKind.Linq, QueueKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_last_page_ends_the_import_and_whoever_was_not_listed_follows_no_more(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        var other = await world.AddAppAsync(Given.Tenant);
        await SeeAsync(world, app, Now.AddDays(-9), new("o-1") { IsSubscribed = true, SubscribedSince = Now.AddDays(-9) }, new("o-gone") { IsSubscribed = true }, new("o-asked"));
        await SeeAsync(world, other, Now.AddDays(-9), new RecipientSighting("o-elsewhere") { IsSubscribed = true });
        var import = await StartAsync(world, app);
        await SeeAsync(world, app, Now.AddMinutes(1), new RecipientSighting("o-meanwhile") { IsSubscribed = true, SubscribedSince = Now.AddMinutes(1) });

        await StoreAsync(world, import.Id, ["o-1", "o-2"], "o-2", Now.AddMinutes(2));
        var half = await FindAsync(world, import.Id);
        (half.Status, half.Imported, half.Added, half.Pages, half.NextOpenId, half.Total).ShouldBe((FollowerImportStatus.Running, 2L, 1L, 1, "o-2", 3L));

        await StoreAsync(world, import.Id, ["o-3"], null, Now.AddMinutes(3));
        var done = await FindAsync(world, import.Id);
        (done.Status, done.Imported, done.Added, done.Pages, done.FinishedAt).ShouldBe((FollowerImportStatus.Completed, 3L, 2L, 2, Now.AddMinutes(3)));

        (await world.AllAsync<Recipient>()).OrderBy(r => r.OpenId, StringComparer.Ordinal).Select(r => $"{r.OpenId} {r.IsSubscribed}")
            .ShouldBe(["o-1 True", "o-2 True", "o-3 True", "o-asked False", "o-elsewhere True", "o-gone False", "o-meanwhile True"]);
        (await world.AllAsync<Recipient>()).Single(r => r.OpenId == "o-1").SubscribedAt.ShouldBe(Now.AddDays(-9));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_page_of_an_import_that_was_cancelled_meanwhile_leaves_nothing(QueueKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        var import = await StartAsync(world, app);

        await world.UseAsync<IFollowerImportRepository>(async ours =>
        {
            var read = (await ours.FindAsync(import.Id, default))!;
            await world.UseAsync<IFollowerImportRepository>(async theirs =>
            {
                var same = (await theirs.FindAsync(import.Id, default))!;
                same.Cancel(Now.AddSeconds(1));
                await theirs.SaveAsync(same, default);
            });
            await Should.ThrowAsync<ConflictException>(() => ours.StorePageAsync(read, [new("o-1")], 1, "o-1", Now, Now, default));
        });

        (await world.AllAsync<Recipient>()).ShouldBeEmpty();
        var left = await FindAsync(world, import.Id);
        (left.Status, left.Pages).ShouldBe((FollowerImportStatus.Cancelled, 0));
    }

    [Fact]
    public async Task An_app_has_one_import_at_a_time_whoever_starts_it()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        var starts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            try
            {
                await StartAsync(world, app);
                return "started";
            }
            catch (ConflictException exception)
            {
                return exception.Code;
            }
        })));
        starts.Count(s => s == "started").ShouldBe(1);
        starts.Where(s => s != "started").ShouldAllBe(s => s == WeChatNotificationsErrorCodes.FollowerImportRunning);

        var import = (await world.AllAsync<FollowerImport>()).ShouldHaveSingleItem();
        await ChangeAsync(world, import.Id, i => i.Cancel(Now));
        var second = await StartAsync(world, app);
        await Should.ThrowAsync<ConflictException>(() => ChangeAsync(world, import.Id, i => i.Resume(Now)));
        await ChangeAsync(world, second.Id, i => i.Cancel(Now));
        await ChangeAsync(world, import.Id, i => i.Resume(Now));
        (await FindAsync(world, import.Id)).Status.ShouldBe(FollowerImportStatus.Running);
    }

    [Fact]
    public async Task Due_ones_are_found_across_tenants_when_their_time_has_come()
    {
        await using var world = await World.CreateAsync();
        var (ours, theirs, late) = (await world.AddAppAsync(Given.Tenant), await world.AddAppAsync(Given.OtherTenant), await world.AddAppAsync(Given.Tenant));
        FollowerImport[] due = [await StartAsync(world, ours), await StartAsync(world, theirs)];
        var waiting = await StartAsync(world, late);
        using var all = world.Tenant.DisableFilter();
        await ChangeAsync(world, waiting.Id, i => i.Postpone(FollowerImportStatus.WaitingForQuota, Now.AddHours(2), new(45009, "quota", null), Now));

        (await DueAsync(world, Now)).ShouldBe(due.Select(i => new DueFollowerImport(i.Id, i.TenantId)), ignoreOrder: true);
        (await DueAsync(world, Now.AddHours(2))).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_page_of_ten_thousand_is_stored_within_seconds_by_one_statement()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        var import = await StartAsync(world, app);
        string[] page = [.. Enumerable.Range(0, 10_000).Select(i => $"oFollower{i:000000}ofThisAccount")];

        var watch = Stopwatch.StartNew();
        await StoreAsync(world, import.Id, page, page[^1], Now);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await StoreAsync(world, import.Id, page, null, Now.AddSeconds(1));

        var done = await FindAsync(world, import.Id);
        (done.Imported, done.Added, done.Pages).ShouldBe((20_000L, 10_000L, 2));
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalMilliseconds:0} ms");
    }

    private static Task<int> SeeAsync(World world, AppCredential app, DateTimeOffset at, params RecipientSighting[] sightings)
        => world.UseAsync<IRecipientRepository, int>(r => r.SeeAsync(app.TenantId, app.Id, sightings, at, default));

    private static async Task<FollowerImport> StartAsync(World world, AppCredential app)
    {
        var import = FollowerImport.Start(app.TenantId, app.Id, withUnionIds: false, Now);
        await world.UseAsync<IFollowerImportRepository>(r => r.AddAsync(import, default));
        return import;
    }

    private static Task StoreAsync(World world, Guid id, string[] openIds, string? next, DateTimeOffset at) => world.UseAsync<IFollowerImportRepository>(async r =>
    {
        var import = (await r.FindAsync(id, default))!;
        var followers = openIds.Select(o => new RecipientSighting(o) { IsSubscribed = true, FollowerImportId = id }).ToList();
        await r.StorePageAsync(import, followers, 3, next, at, at, default);
    });

    private static Task ChangeAsync(World world, Guid id, Action<FollowerImport> change) => world.UseAsync<IFollowerImportRepository>(async r =>
    {
        var import = (await r.FindAsync(id, default))!;
        change(import);
        await r.SaveAsync(import, default);
    });

    private static Task<IReadOnlyList<DueFollowerImport>> DueAsync(World world, DateTimeOffset now)
        => world.UseAsync<IFollowerImportRepository, IReadOnlyList<DueFollowerImport>>(r => r.ListDueAsync(now, 100, default));

    private static async Task<FollowerImport> FindAsync(World world, Guid id) => (await world.AllAsync<FollowerImport>()).Single(i => i.Id == id);
}
