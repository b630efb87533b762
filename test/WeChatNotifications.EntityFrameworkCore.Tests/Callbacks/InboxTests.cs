using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Callbacks;

public sealed class InboxTests
{
    [Fact]
    public async Task However_often_and_wherever_it_arrives_it_counts_once()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);

        var handled = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => HandleAsync(world, app, $"report-{i % 2}"))));

        handled.Count(h => h).ShouldBe(2);
        (await world.AllAsync<SubscriptionGrant>()).ShouldHaveSingleItem().Remaining.ShouldBe(2);
        (await world.AllAsync<InboxEntry>()).Count.ShouldBe(2);
        (await HandleAsync(world, app, "report-0")).ShouldBeFalse();
        (await HandleAsync(world, await world.AddAppAsync(Given.Tenant), "report-0")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_effect_that_fails_leaves_nothing_so_that_it_may_arrive_again()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);

        await Should.ThrowAsync<InvalidOperationException>(() => HandleAsync(world, app, "report", fails: true));
        (await world.AllAsync<InboxEntry>()).ShouldBeEmpty();
        (await world.AllAsync<SubscriptionGrant>()).ShouldBeEmpty();
        (await HandleAsync(world, app, "report")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_old_is_forgotten_except_the_check_of_our_address_which_is_forgotten_by_name()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        await HandleAsync(world, app, "m:o-alice:1");
        await HandleAsync(world, app, InboxEntry.AddressCheckKey);
        await HandleAsync(world, await world.AddAppAsync(Given.Tenant), InboxEntry.AddressCheckKey);

        (await world.UseAsync<IInbox, int>(i => i.ForgetAsync(Given.Now.AddDays(365), 100, CancellationToken.None))).ShouldBe(1);
        (await world.AllAsync<InboxEntry>()).Select(e => e.Key).ShouldBe([InboxEntry.AddressCheckKey, InboxEntry.AddressCheckKey]);

        await world.UseAsync<IInbox>(i => i.ForgetAsync(app.Id, InboxEntry.AddressCheckKey, CancellationToken.None));
        (await world.AllAsync<InboxEntry>()).ShouldHaveSingleItem().AppCredentialId.ShouldNotBe(app.Id);
    }

    private static async Task<bool> HandleAsync(World world, AppCredential app, string key, bool fails = false)
    {
        await using var scope = world.Scope();
        var grants = scope.ServiceProvider.GetRequiredService<ISubscriptionGrantRepository>();
        var arrived = await scope.ServiceProvider.GetRequiredService<IInbox>().HandleOnceAsync(
            app.Id,
            [key],
            Given.Now,
            async (_, token) =>
            {
                await grants.RecordAsync(app.Id, [new("o-alice", "tmpl-1", false, GrantDecision.Accepted, 1)], Given.Now, token);
                if (fails)
                {
                    throw new InvalidOperationException("The effect fails after it has written.");
                }
            },
            CancellationToken.None);
        return arrived.Count > 0;
    }
}
