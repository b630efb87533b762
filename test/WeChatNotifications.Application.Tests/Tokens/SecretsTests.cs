using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

public sealed class SecretsTests
{
    private const string NewSecret = "0000000000000000000000000new5ec1";

    [Fact]
    public async Task A_wrong_secret_is_a_refusal_with_its_code_and_one_call()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App(secret: "not-the-secret-of-this-app-at-all");
        var node = world.Node();

        var results = await node.GetManyAsync(app, 100);

        results.ShouldAllBe(r => r is AccessTokenResult.Refused && ((AccessTokenResult.Refused)r).Error.Code == 40125);
        world.StableCalls.ShouldBe(1);
    }

    [Theory]
    [InlineData(40243)]
    [InlineData(40164)]
    [InlineData(50007)]
    public async Task What_WeChat_says_about_the_account_is_handed_on(int code)
    {
        await using var world = await TokenWorld.StartAsync();
        world.WeChat.Control.SetApp(new()
        {
            AppId = TokenWorld.AppId,
            SecretFrozen = code == 40243,
            IpWhitelist = code == 40164 ? ["203.0.113.7"] : [],
            TokenRefusal = code == 50007 ? code : 0,
        });

        var error = (await world.Node().GetAsync(world.App())).ShouldBeOfType<AccessTokenResult.Refused>().Error;

        error.Code.ShouldBe(code);
        error.Rid.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_of_the_old_secret_is_not_used_with_the_new_one()
    {
        await using var world = await TokenWorld.StartAsync();
        var before = world.App();
        var (one, two) = (world.Node(), world.Node());
        var old = await one.Token(before);
        await two.Token(before);
        world.WeChat.Control.RotateSecret(TokenWorld.AppId, NewSecret);
        world.WeChat.Control.InvalidateTokens(TokenWorld.AppId);
        var after = world.Changed(before, NewSecret);

        var renewed = await one.Token(after);

        renewed.ShouldNotBe(old);
        world.StableCalls.ShouldBe(2);
        (await two.Token(after)).ShouldBe(renewed);
        world.StableCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_still_holds_the_app_as_it_was_gets_the_new_token_and_not_a_refusal()
    {
        await using var world = await TokenWorld.StartAsync();
        var before = world.App();
        var node = world.Node();
        await node.Token(before);
        world.WeChat.Control.RotateSecret(TokenWorld.AppId, NewSecret);
        world.WeChat.Control.InvalidateTokens(TokenWorld.AppId);
        var renewed = await node.Token(world.Changed(before, NewSecret));

        (await node.Token(before)).ShouldBe(renewed);
        (await world.Node().Token(before)).ShouldBe(renewed);

        world.WeChat.Control.Report().Count(TokenWorld.StablePath, "40125").ShouldBe(0, "A refusal would pause the app for a secret that is right.");
    }

    [Fact]
    public async Task A_failure_with_the_old_secret_does_not_answer_for_the_new_one()
    {
        await using var world = await TokenWorld.StartAsync();
        var wrong = world.App(secret: "mistyped-secret-0123456789abcdef");
        var node = world.Node();
        (await node.GetAsync(wrong)).ShouldBeOfType<AccessTokenResult.Refused>();

        await node.Token(world.Changed(wrong));

        world.StableCalls.ShouldBe(2);
    }

    [Fact]
    public async Task A_refresh_under_way_with_the_old_secret_does_not_answer_for_the_new_one()
    {
        await using var world = await TokenWorld.StartAsync();
        var wrong = world.App(secret: "mistyped-secret-0123456789abcdef");
        var node = world.Node();
        world.Break(FaultKind.Slow, count: 1, delayMs: 2_000);
        var first = node.GetAsync(wrong);
        await GettingTokensTests.CallIsHeld(world);

        var second = node.GetAsync(world.Changed(wrong));
        world.Clock.Advance(TimeSpan.FromSeconds(2));

        (await first).ShouldBeOfType<AccessTokenResult.Refused>();
        (await second).ShouldBeOfType<AccessTokenResult.Available>();
    }

    [Fact]
    public async Task A_secret_that_cannot_be_read_says_so_and_asks_nobody()
    {
        await using var world = await TokenWorld.StartAsync();
        var app = world.App();
        var node = world.Node(services: s => s.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())));

        var results = await node.GetManyAsync(app, 10);

        results.ShouldAllBe(r => r is AccessTokenResult.Unreachable && ((AccessTokenResult.Unreachable)r).Detail.Contains("cannot be decrypted", StringComparison.Ordinal));
        world.StableCalls.ShouldBe(0);
    }
}
