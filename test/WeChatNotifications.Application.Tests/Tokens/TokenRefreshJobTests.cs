using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

/// <summary>Apps in use have a token before they need it; others cost WeChat nothing.</summary>
public sealed class TokenRefreshJobTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_with_something_to_send_soon_has_a_token_before_that()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var host = EngineHost.Build(given, s => s["Dispatch:IsEnabled"] = "false");
        (await RunAsync(host)).ShouldBe(new JobResult(0), "nothing to send, and never sent");

        await host.SendOrder("u1", change: n => n with { NotBefore = given.Time.GetUtcNow().AddMinutes(5) });
        (await RunAsync(host)).ShouldBe(new JobResult(1));
        given.TokenCalls().ShouldBe(1);

        (await RunAsync(host)).ShouldBe(new JobResult(1));
        given.TokenCalls().ShouldBe(1, "it is good for two hours");
    }

    [Fact]
    public async Task An_app_that_has_sent_today_gets_its_next_token_while_nobody_sends()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync(s => s["Jobs:IsEnabled"] = "false");
        await host.Until(await host.SendOrder("u1"), DeliveryStatus.Sent);
        given.TokenCalls().ShouldBe(1);

        given.Time.Shift(TimeSpan.FromMinutes(119));
        (await RunAsync(host)).ShouldBe(new JobResult(1));
        await Eventually.Async(() => given.TokenCalls() == 2, EngineHost.Patience, "the next one is fetched ahead");

        given.Time.Shift(TimeSpan.FromHours(27));
        (await RunAsync(host)).ShouldBe(new JobResult(0), "it has not been used for a day");
        given.TokenCalls().ShouldBe(2);
    }

    [Fact]
    public async Task An_app_that_is_paused_or_switched_off_is_left_alone_and_one_that_fails_is_told()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var host = EngineHost.Build(given, s => s["Dispatch:IsEnabled"] = "false");
        await host.SendOrder("u1");
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.PauseAsync(given.AppCredentialId, new PauseAppDto(Until: null, "Holiday"), Stop));
        (await RunAsync(host)).ShouldBe(new JobResult(0));
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.ResumeAsync(given.AppCredentialId, Stop));
        await host.Configure(c => c with { IsEnabled = false });
        (await RunAsync(host)).ShouldBe(new JobResult(0));
        given.TokenCalls().ShouldBe(0);

        await host.Configure(c => c with { IsEnabled = true, Secret = "ffffffffffffffffffffffffffffffff" });
        (await RunAsync(host)).ShouldBe(new JobResult(1, "1 without a token"));
    }

    private static async Task<JobResult> RunAsync(EngineHost host)
    {
        using var all = host.Services.GetRequiredService<IAmbientTenant>().DisableFilter();
        return await host.Services.GetServices<IModuleJob>().OfType<TokenRefreshJob>().Single().RunAsync(Stop);
    }
}
