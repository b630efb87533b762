using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Callbacks;

/// <summary>The simulated WeChat pushes to the host: its code and the module's share nothing but WeChat's documents.</summary>
public sealed class SimulatedWeChatTests(RunningHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<PushMode, PushFormat> ModesAndFormats
        => [.. Enum.GetValues<PushMode>().SelectMany(m => Enum.GetValues<PushFormat>().Select(f => new TheoryDataRow<PushMode, PushFormat>(m, f)))];

    [Theory]
    [MemberData(nameof(ModesAndFormats))]
    public async Task What_users_choose_and_receive_comes_back(PushMode mode, PushFormat format)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        await ConnectAsync(shop, mode, format);

        // The simulated WeChat refuses an address that does not echo.
        await Should.ThrowAsync<SimulatorControlException>(() => host.WeChat.Control.SetPushAsync(shop.AppId, PushOf(shop, mode, format, "othertoken")));

        host.WeChat.Control.ShowDialog(new() { AppId = shop.AppId, OpenId = "o-dora", Results = new Dictionary<string, string>(StringComparer.Ordinal) { [Shop.WeChatTemplate] = "accept" } });
        await Eventually.Async(async () => await RemainingAsync(shop, "o-dora") == 1, Patience, "the accept has arrived");

        var delivery = await shop.SendAsync("o-dora");
        await shop.DeliveryAsync(delivery, "confirmed");
        (await RemainingAsync(shop, "o-dora")).ShouldBe(0);

        // An event is known again by its second: the next accept needs another one.
        var second = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await Eventually.Async(() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() > second, Patience, "the next second has begun");
        host.WeChat.Control.ShowDialog(new() { AppId = shop.AppId, OpenId = "o-dora", Results = new Dictionary<string, string>(StringComparer.Ordinal) { [Shop.WeChatTemplate] = "accept" } });
        await Eventually.Async(async () => await RemainingAsync(shop, "o-dora") == 1, Patience, "the second accept has arrived");
        host.WeChat.Control.RedeliverPushes(new() { AppId = shop.AppId });
        host.WeChat.Control.UnsubscribeTemplate(new() { AppId = shop.AppId, OpenId = "o-dora", TemplateIds = [Shop.WeChatTemplate] });
        await Eventually.Async(async () => await RemainingAsync(shop, "o-dora") == 0, Patience, "nothing is left");
    }

    private static string TokenOf(Shop shop) => shop.TenantId.ToString("N");

    private static string KeyOf(Shop shop) => shop.TenantId.ToString("N") + "abcdefghijk";

    private PushSeed PushOf(Shop shop, PushMode mode, PushFormat format, string token) => new()
    {
        Url = new Uri(host.Address, $"{PushedShop.Callback}/{shop.AppId}").ToString(),
        Token = token,
        EncodingAesKey = KeyOf(shop),
        Mode = mode,
        Format = format,
    };

    private async Task ConnectAsync(Shop shop, PushMode mode, PushFormat format)
    {
        (await shop.Admin.PutAsync(
            PushedShop.SettingsOf(shop), new { Mode = mode.ToString().ToLowerInvariant(), Token = TokenOf(shop), EncodingAesKey = KeyOf(shop) })).ShouldBe(HttpStatusCode.OK);
        await host.WeChat.Control.SetPushAsync(shop.AppId, PushOf(shop, mode, format, TokenOf(shop)));
    }

    private static async Task<int> RemainingAsync(Shop shop, string openId)
        => (await shop.Admin.GetAsync($"{Shop.Grants}?appCredentialId={shop.CredentialId}&openId={openId}")).Json["items"]!.AsArray().Sum(g => g!["remaining"]!.GetValue<int>());
}
