using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.MiniProgram;

public sealed class MiniProgramLimitTests
{
    [Fact]
    public async Task Who_calls_too_often_has_to_wait_and_nobody_else()
    {
        await using var host = await RunningHost.StartAsync("--WeChatNotifications:MiniProgram:RequestsPerMinutePerUser", "5");
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var (alice, bob) = (await shop.PhoneAsync("alice"), await shop.PhoneAsync("bob"));
        var answers = new List<ApiAnswer>();
        for (var i = 0; i < 8; i++)
        {
            answers.Add(await alice.GetAsync(Shop.MiniProgram + "/permits"));
        }

        answers.Take(5).ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        var refused = answers[^1].ShouldBeProblem(HttpStatusCode.TooManyRequests, "TooManyRequests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await bob.GetAsync(Shop.MiniProgram + "/permits")).ShouldBe(HttpStatusCode.OK);
        (await alice.With("Accept-Language", "zh-CN").GetAsync(Shop.MiniProgram + "/permits"))["detail"].ShouldBe("请求过于频繁，请稍后再试。");
    }

    [Fact]
    public async Task An_address_that_calls_too_often_has_to_wait_before_anything_else_is_looked_at()
    {
        await using var host = await RunningHost.StartAsync("--WeChatNotifications:MiniProgram:RequestsPerMinutePerAddress", "4");
        for (var i = 0; i < 4; i++)
        {
            (await host.Anonymous().PostAsync(Shop.MiniProgram + "/wx-nobody/login", new { Code = "x" })).ShouldBe(HttpStatusCode.NotFound);
        }

        (await host.Anonymous().PostTextAsync(Shop.MiniProgram + "/wx-nobody/login", "{")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "TooManyRequests")
            .Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await host.Anonymous().GetAsync(Shop.MiniProgram + "/permits")).ShouldBe(HttpStatusCode.TooManyRequests);

        // The rest of the API has its own guards.
        (await host.Anonymous().GetAsync(Shop.Recipients)).ShouldBe(HttpStatusCode.Unauthorized);
    }
}
