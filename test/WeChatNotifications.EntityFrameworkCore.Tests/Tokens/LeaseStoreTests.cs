using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Testing;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Tokens;

public sealed class LeaseStoreTests : IAsyncLifetime
{
    private static readonly Guid Me = Guid.NewGuid();
    private static readonly Guid You = Guid.NewGuid();

    private World _world = null!;

    private static DateTimeOffset Now => Given.Now;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task One_holder_at_a_time_until_the_lease_lapses()
    {
        (await AcquireAsync(Me, Now)).ShouldBeTrue();
        (await AcquireAsync(You, Now.AddSeconds(29))).ShouldBeFalse();
        (await AcquireAsync(You, Now.AddSeconds(30))).ShouldBeTrue();
        (await AcquireAsync(Me, Now.AddSeconds(31))).ShouldBeFalse();
    }

    [Fact]
    public async Task The_holder_may_prolong_it()
    {
        await AcquireAsync(Me, Now);
        (await AcquireAsync(Me, Now.AddSeconds(20))).ShouldBeTrue();

        (await AcquireAsync(You, Now.AddSeconds(40))).ShouldBeFalse();
        (await AcquireAsync(You, Now.AddSeconds(50))).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_the_holder_can_give_it_back()
    {
        await AcquireAsync(Me, Now);

        await ReleaseAsync(You);
        (await AcquireAsync(You, Now)).ShouldBeFalse();
        await ReleaseAsync(Me);
        (await AcquireAsync(You, Now)).ShouldBeTrue();
    }

    [Fact]
    public async Task Leases_of_different_names_do_not_know_each_other()
    {
        (await AcquireAsync(Me, Now, "token:wx1")).ShouldBeTrue();
        (await AcquireAsync(You, Now, "token:wx2")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_tenant_does_not_matter()
    {
        using (_world.Tenant.Change(Given.Tenant))
        {
            await AcquireAsync(Me, Now);
        }

        (await AcquireAsync(You, Now)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_sixteen_who_want_it_at_once_one_gets_it(bool heldBefore)
    {
        if (heldBefore)
        {
            await AcquireAsync(Guid.NewGuid(), Now.AddHours(-1));
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => AcquireAsync(Guid.NewGuid(), Now))));

        results.Count(got => got).ShouldBe(1);
        (await _world.Database.QueryAsync<string>("""select "Name" from "WeChatLeases" """)).ShouldBe(["token:wx1"]);
    }

    [Fact]
    public async Task A_name_that_cannot_be_stored_is_an_error_and_not_a_lease_that_is_never_free()
        => await Should.ThrowAsync<Exception>(() => AcquireAsync(Me, Now, new string('x', ModuleLease.NameLength + 1)));

    private Task<bool> AcquireAsync(Guid holder, DateTimeOffset now, string name = "token:wx1")
        => _world.UseAsync<ILeaseStore, bool>(l => l.TryAcquireAsync(name, holder, now, now.AddSeconds(30), default));

    private Task ReleaseAsync(Guid holder) => _world.UseAsync<ILeaseStore>(l => l.ReleaseAsync("token:wx1", holder, default));
}
