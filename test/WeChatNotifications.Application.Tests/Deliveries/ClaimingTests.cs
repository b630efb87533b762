using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>When the engine asks the database for work.</summary>
public sealed class ClaimingTests
{
    [Fact]
    public async Task The_next_claim_after_one_that_took_all_there_was_waits_for_company()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 4);
        var host = await given.StartAsync(s => s["Dispatch:ClaimLinger"] = "00:00:01");
        var start = TimeProvider.System.GetUtcNow();

        var first = await host.SendOrder("u0");
        await host.Until(first, DeliveryStatus.Sent);
        await host.SendOrder("u1");
        await host.SendOrder("u2");
        await host.UntilCount(DeliveryStatus.Sent, 3);

        // Only "not before" is asserted: how much later it may be is the machine's affair.
        var arrivals = given.WeChat.Messages(new() { Limit = 10 }).Messages.Select(m => m.At - start).ToList();
        arrivals.Count.ShouldBe(3);
        arrivals[1].ShouldBeGreaterThan(TimeSpan.FromMilliseconds(950));
        arrivals[2].ShouldBeGreaterThan(TimeSpan.FromMilliseconds(950));
    }

    [Fact]
    public async Task A_claim_that_was_filled_is_followed_by_the_next_at_once()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 300);
        var host = await given.StartAsync(s =>
        {
            s["Dispatch:ClaimLinger"] = "00:00:01";
            s["Dispatch:ClaimBatch"] = "10";
        });

        await host.SendOrders(WeChatFixture.Users(300));
        await host.UntilCount(DeliveryStatus.Sent, 300);

        var times = given.WeChat.Messages(new() { Limit = 300 }).Messages.Select(m => m.At).Order().ToList();
        (times[^1] - times[0]).ShouldBeLessThan(TimeSpan.FromSeconds(25), "thirty claims, with a second between them, would take thirty");
    }
}
