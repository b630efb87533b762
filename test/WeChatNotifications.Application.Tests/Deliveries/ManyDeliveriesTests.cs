using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Application.Tests.Deliveries;

public sealed class ManyDeliveriesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_are_changed_at_once_than_allowed_and_the_next_call_goes_on()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.SendOrder("o-alice", $"A-{i}", n => n with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) });
        }

        var all = new DeliveryFilter { OpenId = "o-alice" };
        var some = await CancelAsync(host, given, all, max: 3);
        var rest = await CancelAsync(host, given, all, max: 3);
        var none = await CancelAsync(host, given, all, max: 3);

        (some.Matched, some.Changed, some.NotPossible, some.HasMore).ShouldBe((5, 3, 0, true));
        (rest.Matched, rest.Changed, rest.NotPossible, rest.HasMore).ShouldBe((5, 2, 3, false));
        (none.Matched, none.Changed, none.NotPossible, none.HasMore).ShouldBe((5, 0, 5, false));
        (await host.Count(DeliveryStatus.Cancelled)).ShouldBe(5);
    }

    [Fact]
    public async Task A_filter_of_states_in_which_nothing_can_be_done_changes_nothing()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await host.SendOrder("o-alice", change: n => n with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) });

        var result = await CancelAsync(host, given, new DeliveryFilter { Statuses = [DeliveryStatus.Sent, DeliveryStatus.Failed] }, max: 10);

        (result.Matched, result.Changed, result.NotPossible, result.HasMore).ShouldBe((0, 0, 0, false));
        (await host.Count(DeliveryStatus.Pending)).ShouldBe(1);
    }

    private static Task<DeliveriesChangedDto> CancelAsync(EngineHost host, WeChatFixture given, DeliveryFilter filter, int max)
        => host.As<ManyDeliveries, DeliveriesChangedDto>(given.Tenant, m => m.CancelAsync(filter, max, Stop));
}
