using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.HttpApi.Tests.Callbacks;

public sealed class SettingsTests(RunningHost host)
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    [Fact]
    public async Task An_administrator_enters_what_stands_at_WeChat_and_never_sees_it_again()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var settings = PushedShop.SettingsOf(shop);
        var before = (await shop.Admin.GetAsync(settings)).ShouldBe(HttpStatusCode.OK);
        before["mode"].ShouldBeNull();
        before["path"].ShouldBe($"{PushedShop.Callback}/{shop.AppId}");

        var token = host.Secret(Guid.NewGuid().ToString("N"));
        host.Secret(Key);
        var saved = (await shop.Admin.PutAsync(settings, new { Mode = "secure", Token = token, EncodingAesKey = Key })).ShouldBe(HttpStatusCode.OK);
        (saved["mode"], saved["hasToken"], saved["hasEncodingAesKey"], saved["hasPreviousKey"]).ShouldBe(("secure", "true", "true", "false"));
        (await shop.Admin.GetAsync(settings)).ShouldBe(HttpStatusCode.OK).Body.ShouldBe(saved.Body);

        var push = new Pusher(shop.AppId, token, Key).Sign(PushedBodies.Text("o-x", 1, "hello"), PushProtection.Secure);
        (await PushedShop.PushAsync(host, push, shop.AppId)).ShouldBe(HttpStatusCode.OK);

        // The same key entered again is no new one.
        (await shop.Admin.PutAsync(settings, new { Mode = "compatible", EncodingAesKey = Key })).ShouldBe(HttpStatusCode.OK)["hasPreviousKey"].ShouldBe("false");
        host.Logs.AllText.ShouldNotContain(token);
        host.Logs.AllText.ShouldNotContain(Key);
        (await host.Database.QueryAsync<string>("""SELECT "ProtectedCallbackToken" || "ProtectedEncodingAesKey" FROM "WeChatAppCredentials" WHERE "Id" = $1""", shop.CredentialId))
            .Single().ShouldNotContain(token);
    }

    [Fact]
    public async Task Once_removed_nothing_is_taken_any_more()
    {
        var shop = await PushedShop.OpenAsync(host);
        (await shop.PushAsync(PushedBodies.Text("o-x", 1, "hello"))).ShouldBe(HttpStatusCode.OK);
        (await shop.Shop.Admin.DeleteAsync(PushedShop.SettingsOf(shop.Shop))).ShouldBe(HttpStatusCode.NoContent);
        (await shop.PushAsync(PushedBodies.Text("o-x", 2, "hello"))).ShouldBe(HttpStatusCode.Forbidden);
        (await shop.Shop.Admin.GetAsync(PushedShop.SettingsOf(shop.Shop)))["hasToken"].ShouldBe("false");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_once_in_the_callers_language()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var settings = PushedShop.SettingsOf(shop);
        (await shop.Admin.PutAsync(settings, new { })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations
            .ShouldBe(["mode: Required", "token: Required", "encodingAesKey: Required"], ignoreOrder: true);
        (await shop.Admin.PutAsync(settings, new { Mode = "plain" })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["token: Required"]);

        var answer = (await shop.Admin.With("Accept-Language", "zh-CN").PutAsync(settings, new { Mode = "secure", Token = "a!", EncodingAesKey = "short" }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
        answer.Violations.ShouldBe(["token: CallbackToken", "encodingAesKey: EncodingAesKey"], ignoreOrder: true);
        answer["detail"]!.ShouldContain("43 位");
        (await shop.Admin.PutAsync(settings, new { Mode = "loud", Token = "abc" })).ShouldBe(HttpStatusCode.BadRequest);
        (await shop.Admin.GetAsync(settings))["hasToken"].ShouldBe("false");
    }
}
