using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.HttpApi.Tests.Callbacks;

/// <summary>A tenant whose app takes pushes, and WeChat, which pushes to it over HTTP.</summary>
internal sealed class PushedShop(Shop shop, Pusher weChat)
{
    public const string Callback = RunningHost.Api + "/callback";

    public Shop Shop => shop;

    public Pusher WeChat => weChat;

    /// <summary>Sets up a shop with new keys.</summary>
    public static async Task<PushedShop> OpenAsync(RunningHost host, PushProtection protection = PushProtection.Secure)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var generated = (await host.WithoutSecretCheck(shop.Admin).PostAsync(SettingsOf(shop) + "/generate", new { Mode = ModeOf(protection) })).ShouldBe(HttpStatusCode.OK);
        return new PushedShop(shop, new Pusher(shop.AppId, host.Secret(generated["token"]!), host.Secret(generated["encodingAesKey"]!)));
    }

    public static string SettingsOf(Shop shop) => $"{Shop.Credentials}/{shop.CredentialId}/callbacks";

    public static string ModeOf(PushProtection protection) => protection.ToString().ToLowerInvariant();

    public Task<ApiAnswer> PushAsync(string body, PushProtection protection = PushProtection.Secure) => PushAsync(weChat.Sign(body, protection));

    public Task<ApiAnswer> PushAsync(SignedPush push, string? appId = null) => PushAsync(shop.Host, push, appId ?? shop.AppId);

    public static Task<ApiAnswer> PushAsync(RunningHost host, SignedPush push, string appId)
        => host.Anonymous().SendAsync(HttpMethod.Post, $"{Callback}/{appId}{push.QueryString}", new ByteArrayContent(push.Body) { Headers = { { "Content-Type", "text/xml" } } });

    public Task<ApiAnswer> CheckAsync(CallbackQuery query, string? appId = null)
        => shop.Host.Anonymous().GetAsync($"{Callback}/{appId ?? shop.AppId}{SignedPush.QueryOf(query)}");

    /// <summary>How many messages a user has left.</summary>
    public async Task<int> RemainingAsync(string openId)
        => (await shop.Admin.GetAsync($"{Shop.Grants}?appCredentialId={shop.CredentialId}&openId={openId}")).Json["items"]!.AsArray().Sum(g => g!["remaining"]!.GetValue<int>());
}
