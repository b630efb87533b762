using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Subscribe;

public sealed class ConcurrentSendTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_second_send_to_a_user_while_one_is_open_is_refused_and_the_next_one_goes()
    {
        using var time = new ManualTime();
        await using var shop = await SlowShop(time);
        var token = await Ready(shop, time);
        var first = shop.SendWeather(token: token);
        await time.TimerStarted();

        var second = shop.SendWeather(token: token);
        await time.TimerStarted();
        time.Advance(Latency);

        (await first).Code.ShouldBe(0);
        (await second).Code.ShouldBe(43108);
        var third = shop.SendWeather(token: token);
        await time.TimerStarted();
        time.Advance(Latency);
        (await third).Code.ShouldBe(0);
        shop.Control.Report().MaxConcurrentPerOpenId.ShouldBe(2);
    }

    [Fact]
    public async Task Sends_to_different_users_do_not_hinder_each_other()
    {
        using var time = new ManualTime();
        await using var shop = await SlowShop(time);
        var token = await Ready(shop, time);
        var alice = shop.SendWeather(token: token);
        await time.TimerStarted();
        var bob = shop.SendWeather(Given.Bob, token: token);
        await time.TimerStarted();

        time.Advance(Latency);

        (await alice).Code.ShouldBe(0);
        (await bob).Code.ShouldBe(0);
        shop.Control.Report().MaxConcurrentSends.ShouldBe(2);
        shop.Control.Report().MaxConcurrentPerOpenId.ShouldBe(1);
    }

    [Fact]
    public async Task An_app_may_be_set_to_take_sends_at_the_same_time()
    {
        using var time = new ManualTime();
        await using var shop = await SlowShop(time);
        shop.Control.SetApp(new() { AppId = Given.App, AllowConcurrentSends = true });
        var token = await Ready(shop, time);
        var first = shop.SendWeather(token: token);
        await time.TimerStarted();
        var second = shop.SendWeather(token: token);
        await time.TimerStarted();

        time.Advance(Latency);

        (await first).Code.ShouldBe(0);
        (await second).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_caller_who_leaves_sets_the_user_free_and_the_message_stays_accepted()
    {
        using var time = new ManualTime();
        await using var shop = await SlowShop(time);
        var token = await Ready(shop, time);
        using var leave = new CancellationTokenSource();
        using var content = new StringContent(Given.Body(Given.Alice, Given.Weather, new { thing1 = new { value = "x" } }));
        var left = shop.Http.PostAsync($"{Given.SendPath}?access_token={token}", content, leave.Token);
        await time.TimerStarted();

        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(left);
        await Eventually.Holds(() => shop.Control.Report().Count(Given.SendPath, "client-gone") == 1, "the simulator should notice");
        shop.Control.ClearLatency();
        (await shop.SendWeather(token: token)).Code.ShouldBe(0);
        shop.Control.Report().Accepted.ShouldBe(2);
    }

    private static async Task<Given> SlowShop(ManualTime time) => await Given.A_shop(new SimulatorOptions { Time = time });

    private static async Task<string> Ready(Given shop, ManualTime time)
    {
        var token = await shop.Token();
        shop.Control.SetLatency(new() { Path = Given.SendPath, FixedMs = (int)Latency.TotalMilliseconds });
        return token;
    }
}
