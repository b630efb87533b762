using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Secrets;

/// <summary>A secret is replaced while messages go out.</summary>
public sealed class SecretRotationTests
{
    [Fact]
    public async Task A_secret_that_is_rotated_under_load_costs_no_message_and_doubles_none()
    {
        const int Messages = 600;
        const string Second = "another-secret-0123456789abcdef0";
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await host.Configure(a => a with { MaxConcurrency = 8 });

        await host.SendOrders(WeChatFixture.Users(Messages));
        await Eventually.Async(async () => await host.Count(DeliveryStatus.Sent) >= 50, EngineHost.Patience, "it is under way");
        given.WeChat.RotateSecret(WeChatFixture.AppId, Second);
        given.WeChat.ExpireTokens(WeChatFixture.AppId);
        await host.Configure(a => a with { MaxConcurrency = 8, Secret = Second });

        await host.UntilCount(DeliveryStatus.Sent, Messages);
        given.WeChat.Report().Duplicates.ShouldBe(0);
        (await host.App()).Pause.ShouldBeNull();
        host.Logs.AllText.ShouldNotContain(Second);
    }
}
