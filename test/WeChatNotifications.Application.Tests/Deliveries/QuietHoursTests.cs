using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>In a template's quiet hours its messages wait; they are neither lost nor do they cost an attempt.</summary>
public sealed class QuietHoursTests
{
    [Fact]
    public async Task A_message_waits_until_the_quiet_hours_are_over()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        var (from, to) = await BeQuietAsync(given, host);

        var id = await host.SendOrder("u0");
        var waiting = await Eventually.GetAsync(
            async () => await host.Delivery(id) is { Reason: DeliveryReason.QuietHours } d ? d : null, EngineHost.Patience, "the message waits");

        waiting.Status.ShouldBe(DeliveryStatus.Pending);
        waiting.Attempts.ShouldBe(0);
        TimeOnly.FromDateTime(waiting.NotBefore.ToOffset(TimeSpan.FromHours(8)).DateTime).ShouldBe(to, $"they began at {from}");
        given.SendCalls().ShouldBe(0);

        given.Time.Shift(waiting.NotBefore - given.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
        (await host.Until(id, DeliveryStatus.Sent)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_expires_meanwhile_is_skipped_when_it_does()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await BeQuietAsync(given, host);

        var expires = given.Time.GetUtcNow().AddMinutes(5);
        var id = await host.SendOrder("u0", change: n => n with { ExpiresAt = expires });
        await Eventually.Async(async () => (await host.Delivery(id)).Reason == DeliveryReason.QuietHours, EngineHost.Patience, "the message waits");
        given.Time.Shift(TimeSpan.FromMinutes(5));

        (await host.Until(id, DeliveryStatus.Skipped)).Reason.ShouldBe(DeliveryReason.Expired);
    }

    [Fact]
    public async Task Switched_off_they_hold_nothing_back()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await BeQuietAsync(given, host);
        await host.ConfigureTemplate(t => t with { QuietHours = null });

        await host.Until(await host.SendOrder("u0"), DeliveryStatus.Sent);
    }

    [Fact]
    public async Task What_is_no_time_of_the_day_is_refused()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();

        var refused = await Should.ThrowAsync<RuleViolationException>(() => host.ConfigureTemplate(t => t with { QuietHours = new() { From = "25:00", To = "8" } }));
        refused.Violations.Select(v => v.Field).ShouldBe(["quietHours.from", "quietHours.to"]);
        refused = await Should.ThrowAsync<RuleViolationException>(() => host.ConfigureTemplate(t => t with { QuietHours = new() { From = "08:00", To = "08:00" } }));
        refused.Violations.Select(v => v.Field).ShouldBe(["quietHours.to"]);
    }

    /// <summary>Quiet hours around the present, by Beijing's clock.</summary>
    private static async Task<(TimeOnly From, TimeOnly To)> BeQuietAsync(WeChatFixture given, EngineHost host)
    {
        var now = TimeOnly.FromDateTime(given.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var (from, to) = (new TimeOnly(now.AddHours(-2).Hour, 0), new TimeOnly(now.AddHours(2).Hour, 30));
        var template = await host.ConfigureTemplate(t => t with { QuietHours = new() { From = from.ToString("HH:mm", null), To = to.ToString("HH:mm", null) } });
        template.QuietHours.ShouldNotBeNull();
        return (from, to);
    }
}
