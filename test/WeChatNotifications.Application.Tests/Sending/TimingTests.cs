using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using static WeChatNotifications.Application.Tests.Sending.SendingWorld;

namespace WeChatNotifications.Application.Tests.Sending;

public sealed class TimingTests
{
    [Fact]
    public async Task Without_a_word_it_is_due_now_for_three_days()
    {
        await using var shop = await A_shop();

        await shop.Send(Order());

        var delivery = await shop.OnlyDelivery();
        (delivery.NotBefore, delivery.ExpiresAt, delivery.Priority).ShouldBe((shop.Now, shop.Now.AddDays(3), DeliveryPriority.Transactional));
    }

    [Fact]
    public async Task The_time_to_live_counts_from_when_it_may_be_sent()
    {
        await using var shop = await A_shop(options: o => o.DefaultTimeToLive = TimeSpan.FromHours(1));
        var later = shop.Now.AddDays(30);

        await shop.Send(Order() with { NotBefore = later });

        var delivery = await shop.OnlyDelivery();
        (delivery.NotBefore, delivery.ExpiresAt).ShouldBe((later, later.AddHours(1)));
    }

    [Fact]
    public async Task Its_own_expiry_wins_and_any_offset_is_the_same_moment()
    {
        await using var shop = await A_shop();
        var inBeijing = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(8));

        await shop.Send(Order() with { NotBefore = inBeijing, ExpiresAt = inBeijing.AddMinutes(30) });

        var delivery = await shop.OnlyDelivery();
        (delivery.NotBefore, delivery.ExpiresAt).ShouldBe((inBeijing, inBeijing.AddMinutes(30)));
    }

    [Fact]
    public async Task A_start_in_the_past_is_now()
    {
        await using var shop = await A_shop();

        await shop.Send(Order() with { NotBefore = shop.Now.AddYears(-1) });

        var delivery = await shop.OnlyDelivery();
        (delivery.NotBefore, delivery.ExpiresAt).ShouldBe((shop.Now, shop.Now.AddDays(3)));
    }

    [Fact]
    public async Task Without_a_default_it_waits_for_ever()
    {
        await using var shop = await A_shop(options: o => o.DefaultTimeToLive = null);

        await shop.Send(Order());

        (await shop.OnlyDelivery()).ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_end_of_the_calendar_is_no_reason_to_crash()
    {
        await using var shop = await A_shop();

        await shop.Send(Order() with { NotBefore = DateTimeOffset.MaxValue.AddDays(-1) });

        (await shop.OnlyDelivery()).ExpiresAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, null, RuleCodes.InThePast)]
    [InlineData(-5, null, RuleCodes.InThePast)]
    [InlineData(10, 10, RuleCodes.ExpiresBeforeStart)]
    [InlineData(10, 20, RuleCodes.ExpiresBeforeStart)]
    public async Task An_expiry_that_leaves_no_time_is_refused(int expiresInMinutes, int? startsInMinutes, string rule)
    {
        await using var shop = await A_shop();
        var order = Order() with
        {
            ExpiresAt = shop.Now.AddMinutes(expiresInMinutes),
            NotBefore = startsInMinutes is { } minutes ? shop.Now.AddMinutes(minutes) : null,
        };

        var exception = await Should.ThrowAsync<RuleViolationException>(() => shop.Send(order));

        exception.Violations.Select(v => (v.Field, v.Rule)).ShouldBe([("expiresAt", rule)]);
    }
}
