using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Tests.Push;

/// <summary>What is asked of a server and its settings before events go there.</summary>
public sealed class PushSettingTests : IAsyncLifetime
{
    private const string Account = "wx-account";
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private PushReceiver _server = null!;
    private Given _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PushReceiver.Start();
        _shop = await Given.A_shop();
        _shop.Control.SetApp(new() { AppId = Account, Secret = Given.Secret, Kind = AppKind.OfficialAccount });
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_server_is_asked_to_echo_with_a_signature_before_the_settings_are_saved()
    {
        var asked = new List<string>();
        _server.Echo = query =>
        {
            asked.Add(query["signature"]!);
            PushSignature.Of("ShopToken", query["timestamp"]!, query["nonce"]!).ShouldBe(query["signature"]);
            query["fixed"].ToString().ShouldBe("1 2");
            return (200, query["echostr"]!);
        };

        await _shop.Control.SetPushAsync(Account, new() { Url = $"{_server.Url}?fixed=1%202", Token = "ShopToken" });

        asked.Count.ShouldBe(1);
        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });
        (await _server.Await(1))[0]["fixed"].ShouldBe("1 2");
    }

    [Theory]
    [InlineData(200, "\"1234\"", "it did not answer the echostr it was given")]
    [InlineData(403, "", "it answered 403")]
    public async Task A_server_that_does_not_echo_is_refused_and_nothing_is_changed(int status, string body, string reason)
    {
        _server.Echo = _ => (status, body);

        var refusal = await Should.ThrowAsync<SimulatorControlException>(() => _shop.Control.SetPushAsync(Account, new() { Url = _server.Url, Token = "ShopToken" }));

        refusal.Message.ShouldBe($"The URL check of {Account} failed: {reason}.");
        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });
        _shop.Control.Pushes().Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_refused()
    {
        var refusal = await Should.ThrowAsync<SimulatorControlException>(() => _shop.Control.SetPushAsync(Account, new() { Url = "http://127.0.0.1:1/", Token = "ShopToken" }));

        refusal.Message.ShouldStartWith($"The URL check of {Account} failed: ");
    }

    [Fact]
    public async Task A_seed_is_not_checked_so_that_the_simulator_may_start_first()
    {
        _server.Echo = _ => (404, "");
        _shop.Control.SetApp(new() { AppId = Account, Push = new() { Url = _server.Url, Token = "ShopToken" } });

        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });

        await _server.Await(1);
    }

    [Theory]
    [InlineData("https://example.org/push", "stay on this machine")]
    [InlineData("http://127.0.0.1.example.org/", "stay on this machine")]
    [InlineData("http://10.0.0.1/", "stay on this machine")]
    [InlineData("http://[2001:db8::1]/", "stay on this machine")]
    [InlineData("ftp://127.0.0.1/", "not an http or https address")]
    [InlineData("/push", "not an http or https address")]
    [InlineData("http://user:word@127.0.0.1/", "not an http or https address")]
    public void Only_addresses_of_this_machine_are_taken(string url, string reason) =>
        Should.Throw<SimulatorControlException>(() => _shop.Control.SetApp(new() { AppId = Account, Push = new() { Url = url, Token = "ShopToken" } })).Message.ShouldContain(reason);

    [Theory]
    [InlineData("http://localhost:9/")]
    [InlineData("http://127.8.8.8/")]
    [InlineData("https://[::1]:8443/push")]
    public void All_of_this_machine_are(string url) => _shop.Control.SetApp(new() { AppId = Account, Push = new() { Url = url, Token = "ShopToken" } });

    [Fact]
    public async Task Others_are_taken_when_the_options_allow_them()
    {
        await using var open = await Given.A_shop(new SimulatorOptions { AllowRemotePush = true });

        open.Control.SetApp(new() { AppId = Given.App, Push = new() { Url = "https://example.org/push", Token = "ShopToken" } });
    }

    [Fact]
    public void An_error_in_the_settings_changes_nothing()
    {
        PushSeed good = new() { Url = "http://127.0.0.1:9/", Token = "ShopToken", EncodingAesKey = Key };
        (PushSeed Seed, string Reason)[] bad =
        [
            (good with { Token = "no" }, "3 to 32 letters"),
            (good with { Token = "white space" }, "3 to 32 letters"),
            (good with { EncodingAesKey = Key[1..] }, "43 letters"),
            (good with { EncodingAesKey = null, Mode = PushMode.Secure }, "needs an encodingAesKey"),
            (good with { EncodingAesKey = null, Mode = PushMode.Compatible }, "needs an encodingAesKey"),
            (good with { Format = PushFormat.Json }, "whose pushes are XML"),
        ];

        foreach (var (seed, reason) in bad)
        {
            Should.Throw<SimulatorControlException>(() => _shop.Control.SetApp(new() { AppId = Account, Banned = true, Push = seed })).Message.ShouldContain(reason);
        }

        _shop.Control.Apps().Single(app => app.AppId == Account).Banned.ShouldBeFalse();
    }
}
