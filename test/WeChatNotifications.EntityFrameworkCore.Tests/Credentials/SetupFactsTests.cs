using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Credentials;

public sealed class SetupFactsTests
{
    [Fact]
    public async Task A_permit_that_is_used_up_was_one_and_a_no_is_none()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        (await FactsAsync(world, app)).HasPermit.ShouldBeFalse();

        await RecordAsync(world, app, GrantDecision.Rejected);
        (await FactsAsync(world, app)).HasPermit.ShouldBeFalse();

        await RecordAsync(world, app, GrantDecision.Accepted);
        await RecordAsync(world, app, GrantDecision.UsedUp);
        (await FactsAsync(world, app)).HasPermit.ShouldBeTrue();
        (await FactsAsync(world, await world.AddAppAsync(Given.Tenant))).HasPermit.ShouldBeFalse();
    }

    [Fact]
    public async Task A_no_after_an_accept_that_still_counts_is_a_permit()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        await RecordAsync(world, app, GrantDecision.Accepted);
        await RecordAsync(world, app, GrantDecision.Rejected);

        (await FactsAsync(world, app)).HasPermit.ShouldBeTrue();
    }

    [Fact]
    public async Task A_push_is_told_from_a_report_of_the_mini_programs()
    {
        await using var world = await World.CreateAsync();
        using var tenant = world.Tenant.Change(Given.Tenant);
        var app = await world.AddAppAsync(Given.Tenant);
        await ArriveAsync(world, app, InboxEntry.ReportPrefix + "o-alice:1", Given.Now);
        (await FactsAsync(world, app)).LastPushAt.ShouldBeNull();

        await ArriveAsync(world, app, "e:o-alice:1:subscribe::", Given.Now.AddMinutes(1));
        await ArriveAsync(world, app, "m:o-alice:7", Given.Now.AddMinutes(2));
        (await FactsAsync(world, app)).LastPushAt.ShouldBe(Given.Now.AddMinutes(2));
    }

    [Fact]
    public async Task Nobody_sees_the_facts_of_another_tenants_app()
    {
        await using var world = await World.CreateAsync();
        AppCredential app;
        using (world.Tenant.Change(Given.Tenant))
        {
            app = await world.AddAppAsync(Given.Tenant);
            await RecordAsync(world, app, GrantDecision.Accepted);
            await ArriveAsync(world, app, "m:o-alice:7", Given.Now);
        }

        using var other = world.Tenant.Change(Given.OtherTenant);
        (await FactsAsync(world, app)).ShouldBe(new SetupFacts(HasPermit: false, LastPushAt: null));
    }

    private static Task<SetupFacts> FactsAsync(World world, AppCredential app)
        => world.UseAsync<ISetupFacts, SetupFacts>(f => f.ReadAsync(app.Id, CancellationToken.None));

    private static Task RecordAsync(World world, AppCredential app, GrantDecision decision)
        => world.UseAsync<ISubscriptionGrantRepository>(g => g.RecordAsync(app.Id, [new("o-alice", "tmpl-1", false, decision, 1)], Given.Now, CancellationToken.None));

    private static Task ArriveAsync(World world, AppCredential app, string key, DateTimeOffset at)
        => world.UseAsync<IInbox>(i => i.HandleOnceAsync(app.Id, [key], at, (_, _) => Task.CompletedTask, CancellationToken.None));
}
