using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.HttpApi.Tests.Callbacks;

public sealed class ModeTests(RunningHost host)
{
    public static TheoryData<PushProtection, bool> ModesAndFormats
        => [.. Enum.GetValues<PushProtection>().SelectMany(p => new TheoryDataRow<PushProtection, bool>[] { new(p, true), new(p, false) })];

    [Theory]
    [MemberData(nameof(ModesAndFormats))]
    public async Task WeChat_pushes_and_reads_success(PushProtection protection, bool json)
    {
        var shop = await PushedShop.OpenAsync(host, protection);
        var now = TimeProvider.System.GetUtcNow();
        var answer = (await shop.PushAsync(PushedBodies.Popup("o-dora", now, json, (Shop.WeChatTemplate, "accept"), ("tmpl-2", "accept")), protection)).ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldBe("success");
        answer.ContentHeaders.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        (await shop.RemainingAsync("o-dora")).ShouldBe(2);
    }

    [Fact]
    public async Task WeChat_checks_the_address_and_reads_its_own_word()
    {
        var shop = await PushedShop.OpenAsync(host);
        (await shop.CheckAsync(shop.WeChat.AddressCheck("4375120948345356249"))).ShouldBe(HttpStatusCode.OK).Body.ShouldBe("4375120948345356249");
        (await shop.CheckAsync(shop.WeChat.AddressCheck("77"), shop.Shop.CredentialId.ToString())).ShouldBe(HttpStatusCode.OK).Body.ShouldBe("77");

        // What stands in the query is echoed as it is, and no browser takes it for a page.
        var odd = (await shop.CheckAsync(shop.WeChat.AddressCheck("<script>alert(1)</script> 中"))).ShouldBe(HttpStatusCode.OK);
        odd.Body.ShouldBe("<script>alert(1)</script> 中");
        odd.ContentHeaders.ContentType!.MediaType.ShouldBe("text/plain");
        odd.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);

        (await shop.CheckAsync(shop.WeChat.AddressCheck("77") with { Signature = new string('0', 40) })).ShouldBe(HttpStatusCode.Forbidden).Body.ShouldBe("refused");
        (await shop.CheckAsync(shop.WeChat.AddressCheck("77", TimeProvider.System.GetUtcNow().AddHours(-1)))).ShouldBe(HttpStatusCode.Forbidden).Body.ShouldBe("refused");
    }

    [Fact]
    public async Task In_secure_mode_nothing_else_is_believed()
    {
        var shop = await PushedShop.OpenAsync(host);
        var body = PushedBodies.Popup("o-mallory", TimeProvider.System.GetUtcNow(), true, (Shop.WeChatTemplate, "accept"));
        var genuine = shop.WeChat.Sign(body, PushProtection.Secure);
        var plain = shop.WeChat.Sign(body, PushProtection.Plain);
        SignedPush[] forgeries =
        [
            plain,
            plain with { Query = plain.Query with { EncryptType = "aes", MsgSignature = plain.Query.Signature } },
            genuine with { Query = genuine.Query with { MsgSignature = null } },
            genuine with { Query = genuine.Query with { MsgSignature = genuine.Query.Signature } },
            genuine with { Query = genuine.Query with { Nonce = "1" } },
            genuine with { Query = genuine.Query with { Timestamp = null } },
            genuine with { Body = shop.WeChat.Sign(body, PushProtection.Secure).Body },
            genuine with { Body = [] },
            new Pusher(shop.Shop.AppId, "othertoken", EncodingAesKey.Generate()).Sign(body, PushProtection.Secure),
        ];
        foreach (var forgery in forgeries)
        {
            (await shop.PushAsync(forgery)).ShouldBe(HttpStatusCode.Forbidden).Body.ShouldBe("refused");
        }

        (await shop.RemainingAsync("o-mallory")).ShouldBe(0);
        (await shop.PushAsync(genuine)).ShouldBe(HttpStatusCode.OK);
        (await shop.RemainingAsync("o-mallory")).ShouldBe(1);
    }

    [Fact]
    public async Task The_key_before_is_good_until_it_is_said_to_have_leaked()
    {
        var shop = await PushedShop.OpenAsync(host);
        var settings = PushedShop.SettingsOf(shop.Shop);
        var caller = host.WithoutSecretCheck(shop.Shop.Admin);
        var next = (await caller.PostAsync(settings + "/generate", new { KeepToken = true })).ShouldBe(HttpStatusCode.OK);
        next["token"].ShouldBeNull();
        next.Json["callbacks"]!["hasPreviousKey"]!.GetValue<bool>().ShouldBeTrue();
        (await shop.PushAsync(PushedBodies.Text("o-dora", 1, "old key"))).ShouldBe(HttpStatusCode.OK);

        (await caller.PostAsync(settings + "/generate", new { KeepToken = true, KeepPreviousKey = false })).ShouldBe(HttpStatusCode.OK);
        (await shop.PushAsync(PushedBodies.Text("o-dora", 2, "old key"))).ShouldBe(HttpStatusCode.Forbidden);
        host.Logs.Lines.ShouldContain(l => l.EventId.Id == 1102 && l.Message.Contains(shop.Shop.AppId));
    }

    [Fact]
    public async Task Of_several_tenants_with_the_same_appid_the_one_is_meant_whose_token_fits()
    {
        var ours = await PushedShop.OpenAsync(host);
        var theirs = await PushedShop.OpenAsync(host);
        await host.Database.ExecuteAsync("""UPDATE "WeChatAppCredentials" SET "AppId" = $1 WHERE "Id" = $2""", ours.Shop.AppId, theirs.Shop.CredentialId);
        (await theirs.Shop.Admin.PostAsync($"{Shop.Credentials}/{theirs.Shop.CredentialId}/pause")).ShouldBe(HttpStatusCode.OK);

        // Their key encrypts for the appid that both have.
        var weChat = await NewKeysAsync(theirs);
        var body = PushedBodies.Popup("o-dora", TimeProvider.System.GetUtcNow(), false, (Shop.WeChatTemplate, "accept"));
        (await theirs.PushAsync(weChat.Sign(body, PushProtection.Secure), ours.Shop.AppId)).ShouldBe(HttpStatusCode.OK);
        (await theirs.RemainingAsync("o-dora")).ShouldBe(1);
        (await ours.RemainingAsync("o-dora")).ShouldBe(0);
        (await ours.PushAsync(body)).ShouldBe(HttpStatusCode.OK);
        (await ours.RemainingAsync("o-dora")).ShouldBe(1);
    }

    private async Task<Pusher> NewKeysAsync(PushedShop shop)
    {
        var generated = (await host.WithoutSecretCheck(shop.Shop.Admin).PostAsync(PushedShop.SettingsOf(shop.Shop) + "/generate", new { })).ShouldBe(HttpStatusCode.OK);
        return new Pusher(generated.Json["callbacks"]!["appId"]!.ToString(), generated["token"]!, generated["encodingAesKey"]!);
    }
}
