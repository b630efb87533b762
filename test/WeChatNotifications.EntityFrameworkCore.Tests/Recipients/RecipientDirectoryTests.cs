using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Recipients;

public sealed class RecipientDirectoryTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Given.Now;

    private World _world = null!;
    private AppCredential _mini = null!;
    private AppCredential _account = null!;
    private AppCredential _theirs = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        (_mini, _account, _theirs) = (await _world.AddAppAsync(Given.Tenant), await _world.AddAppAsync(Given.Tenant), await _world.AddAppAsync(Given.OtherTenant));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Users_are_found_by_what_ties_them_and_by_what_WeChat_says_is_the_same_person()
    {
        await SeeAsync(_mini, new RecipientSighting("m-alice") { UserId = "42", UnionId = "u-alice" });
        await SeeAsync(_mini, new RecipientSighting("m-alice-2") { UserId = "42" });
        await SeeAsync(_mini, new RecipientSighting("m-bob") { UserId = "43", UnionId = "u-bob" });
        await SeeAsync(_account, new RecipientSighting("a-alice") { UnionId = "u-alice", IsSubscribed = true });
        await SeeAsync(_account, new RecipientSighting("a-carol") { UserId = "44", UnionId = "u-bob" });
        await SeeAsync(_theirs, new RecipientSighting("t-alice") { UserId = "42", UnionId = "u-alice" });

        (await FindAsync([_mini.Id, _account.Id], "42", "43", "99")).ShouldBe(["42 m-alice", "42 m-alice-2", "42 a-alice", "43 m-bob"], ignoreOrder: true);
        (await FindAsync([_account.Id], "42")).ShouldBe(["42 a-alice"]);
        (await FindAsync([_theirs.Id], "42")).ShouldBeEmpty();
        (await FindAsync([_mini.Id], [.. Enumerable.Range(0, 3_000).Select(i => $"{i}")])).Count.ShouldBe(3);

        using var all = _world.Tenant.DisableFilter();
        (await _world.UseAsync<IRecipientDirectory, IReadOnlyList<KnownRecipient>>(d => d.FindByUserIdsAsync([_account.Id], ["42"], default)))
            .ShouldHaveSingleItem().OpenId.ShouldBe("a-alice");
    }

    [Fact]
    public async Task A_counterpart_is_found_by_the_user_and_else_by_the_union_id()
    {
        await SeeAsync(_mini, new RecipientSighting("m-alice") { UserId = "42", UnionId = "u-alice" });
        await SeeAsync(_account, new RecipientSighting("a-union") { UnionId = "u-alice", IsSubscribed = true });
        (await CounterpartAsync("m-alice", null)).ShouldBe("a-union");

        await SeeAsync(_account, new RecipientSighting("a-linked") { UserId = "42" });
        (await CounterpartAsync("m-alice", null)).ShouldBe("a-linked");
        (await CounterpartAsync("m-alice", "77")).ShouldBe("a-union");
        (await CounterpartAsync("m-nobody", "42")).ShouldBe("a-linked");
        (await CounterpartAsync("m-nobody", null)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_several_the_last_seen_is_taken_and_one_that_left_only_when_there_is_no_other()
    {
        await SeeAsync(_mini, new RecipientSighting("m-alice") { UserId = "42" });
        await SeeAsync(_account, new RecipientSighting("a-left") { UserId = "42", IsSubscribed = false }, Now.AddDays(3));
        (await CounterpartAsync("m-alice", null)).ShouldBe("a-left");
        await SeeAsync(_account, new RecipientSighting("a-old") { UserId = "42" }, Now.AddDays(1));
        (await CounterpartAsync("m-alice", null)).ShouldBe("a-old");
        await SeeAsync(_account, new RecipientSighting("a-new") { UserId = "42", IsSubscribed = true }, Now.AddDays(2));
        (await CounterpartAsync("m-alice", null)).ShouldBe("a-new");
    }

    private Task SeeAsync(AppCredential app, RecipientSighting sighting, DateTimeOffset? at = null)
        => _world.UseAsync<IRecipientRepository>(r => r.SeeAsync(app.TenantId, app.Id, [sighting], at ?? Now, default));

    private async Task<List<string>> FindAsync(Guid[] apps, params string[] users)
    {
        using var tenant = _world.Tenant.Change(Given.Tenant);
        var found = await _world.UseAsync<IRecipientDirectory, IReadOnlyList<KnownRecipient>>(d => d.FindByUserIdsAsync(apps, users, default));
        return [.. found.Select(f => $"{f.UserId} {f.OpenId}")];
    }

    private async Task<string?> CounterpartAsync(string openId, string? userId)
    {
        using var tenant = _world.Tenant.Change(Given.Tenant);
        return await _world.UseAsync<IRecipientDirectory, string?>(d => d.FindCounterpartAsync(_mini.Id, openId, userId, _account.Id, default));
    }
}
