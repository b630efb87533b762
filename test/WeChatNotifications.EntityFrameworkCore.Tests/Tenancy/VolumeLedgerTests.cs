using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Statistics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Tenancy;

/// <summary>A tenant's volume of the day, given to many nodes at once.</summary>
public sealed class VolumeLedgerTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Today = BeijingDay.StartOf(Given.Now);

    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Many_nodes_at_once_get_no_more_than_there_is()
    {
        var granted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TakeAsync(Given.Tenant, wanted: 10)));

        granted.Sum().ShouldBe(105);
        (await TakeAsync(Given.Tenant)).ShouldBe(0);
        (await TakeAsync(Given.OtherTenant)).ShouldBe(10);
        (await TakeAsync(null)).ShouldBe(10, "the host's own");
    }

    [Fact]
    public async Task What_is_given_back_is_there_for_others_and_a_day_that_is_over_counts_no_more()
    {
        await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => TakeAsync(Given.Tenant)));
        await GiveBackAsync(Today, 3);
        (await TakeAsync(Given.Tenant)).ShouldBe(3);

        (await TakeAsync(Given.Tenant, day: Today.AddDays(1))).ShouldBe(10);
        await GiveBackAsync(Today, 5);
        (await TakeAsync(Given.Tenant)).ShouldBe(0, "a node whose clock is late asks for yesterday");
        (await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => TakeAsync(Given.Tenant, day: Today.AddDays(1))))).Sum().ShouldBe(95);
    }

    [Fact]
    public async Task The_days_first_message_finds_what_was_sent_before_the_limit_was_set()
    {
        var app = await _world.AddAppAsync(Given.Tenant);
        await _world.AddAsync(DeliveryTally.Of(new TallyKey(app.TenantId, Today.AddHours(1), app.Id, "order-paid", null, DeliveryStatus.Sent, DeliveryReason.None, null), 101, Given.Now));

        (await TakeAsync(Given.Tenant)).ShouldBe(4);
    }

    private Task<int> TakeAsync(Guid? tenant, int wanted = 10, DateTimeOffset? day = null)
        => _world.UseAsync<IVolumeLedger, int>(l => l.TakeAsync(tenant, day ?? Today, wanted, limit: 105, Stop));

    private Task GiveBackAsync(DateTimeOffset day, int count) => _world.UseAsync<IVolumeLedger>(l => l.GiveBackAsync(Given.Tenant, day, count, Stop));
}
