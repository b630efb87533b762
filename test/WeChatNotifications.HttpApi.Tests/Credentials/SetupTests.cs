using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.HttpApi.Tests.Callbacks;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Credentials;

public sealed class SetupTests(RunningHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_tokens_state_is_shown_without_asking_WeChat_and_without_the_token()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var path = $"{Shop.Credentials}/{shop.CredentialId}";
        var before = (await shop.Admin.GetAsync($"{path}/token")).ShouldBe(HttpStatusCode.OK);
        before["isHeld"].ShouldBe("false");
        before["source"].ShouldBe("none");
        before["mode"].ShouldBe("stable");
        host.WeChat.Control.Calls().ShouldNotContain(c => c.AppId == shop.AppId);

        await shop.Admin.PostAsync($"{path}/test");
        var held = (await shop.Admin.GetAsync($"{path}/token")).ShouldBe(HttpStatusCode.OK);
        held["isHeld"].ShouldBe("true");
        held["source"].ShouldBe("thisNode");
        held.Json.AsObject().Select(p => p.Key).ShouldBe(["mode", "isHeld", "source", "fetchedAt", "expiresAt", "refreshDueAt", "lastFailure"], "no property holds the token");
        DateTimeOffset.Parse(held["expiresAt"]!, null).ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        held.Json["lastFailure"].ShouldBeNull();
    }

    [Fact]
    public async Task The_last_failure_says_what_WeChat_said_and_what_to_do()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.RotateSecret(shop.AppId, "another0secret0another0secret000");
        var path = $"{Shop.Credentials}/{shop.CredentialId}";
        await shop.Admin.PostAsync($"{path}/test");

        var failure = (await shop.Admin.GetAsync($"{path}/token")).Json["lastFailure"]!;
        failure["errorCode"]!.ToString().ShouldBe("40125");
        failure["text"]!.ToString().ShouldNotBeNullOrWhiteSpace();
        failure["advice"]!.ToString().ShouldNotBeNullOrWhiteSpace();
        (await shop.Admin.With("Accept-Language", "zh-CN").GetAsync($"{path}/token")).Json["lastFailure"]!["advice"]!.ToString().ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");

        var secret = await StepAsync(shop, "secret");
        secret.Done.ShouldBe(false);
        secret.Detail.ShouldContain(failure["advice"]!.ToString());
    }

    [Fact]
    public async Task The_steps_of_a_mini_programs_set_up_turn_green_one_by_one()
    {
        var shop = await host.NewShopAsync();
        await shop.OpenAsync(isOneTime: true);
        var path = $"{Shop.Credentials}/{shop.CredentialId}";
        await shop.Admin.DeleteAsync($"{Shop.Templates}/{shop.TemplateId}");
        (await StatesAsync(shop)).ShouldBe(
        [
            "credential: true", "secret: ?", "addressAllowed: ?", "templatesChosen: ?", "messageTemplate: false", "permit: false", "callbacks: false",
            "callbackReceived: false", "firstMessage: false", "receipt: false",
        ]);

        await shop.Admin.PostAsync($"{path}/test");
        await shop.Admin.PostAsync($"{Shop.Templates}/sync", new { AppCredentialId = shop.CredentialId });
        (await shop.Admin.PostAsync(Shop.Templates, shop.NewTemplate())).ShouldBe(HttpStatusCode.Created);
        (await StatesAsync(shop))[1..5].ShouldBe(["secret: true", "addressAllowed: true", "templatesChosen: true", "messageTemplate: true"]);

        await ConnectAsync(shop);
        (await StatesAsync(shop))[5..].ShouldBe(["permit: false", "callbacks: true", "callbackReceived: true", "firstMessage: false", "receipt: false"]);

        host.WeChat.Control.ShowDialog(new() { AppId = shop.AppId, OpenId = "o-dora", Results = new Dictionary<string, string>(StringComparer.Ordinal) { [Shop.WeChatTemplate] = "accept" } });
        await Eventually.Async(async () => (await StepAsync(shop, "permit")).Done == true, Patience, "the accept has arrived");
        await shop.DeliveryAsync(await shop.SendAsync("o-dora"), "confirmed");
        (await StatesAsync(shop)).ShouldAllBe(s => s.EndsWith(": true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WeChats_check_of_the_address_counts_until_there_is_another_token()
    {
        var pushed = await PushedShop.OpenAsync(host);
        var shop = pushed.Shop;
        (await StepAsync(shop, "callbackReceived")).Done.ShouldBeNull();

        (await pushed.CheckAsync(pushed.WeChat.AddressCheck("echo") with { Signature = "0000" })).ShouldBe(HttpStatusCode.Forbidden);
        (await StepAsync(shop, "callbackReceived")).Done.ShouldBeNull();
        (await pushed.CheckAsync(pushed.WeChat.AddressCheck("echo"))).ShouldBe(HttpStatusCode.OK);
        (await StepAsync(shop, "callbackReceived")).Done.ShouldBe(true);

        var settings = PushedShop.SettingsOf(shop);
        (await host.WithoutSecretCheck(shop.Admin).PostAsync($"{settings}/generate", new { KeepToken = true })).ShouldBe(HttpStatusCode.OK);
        (await StepAsync(shop, "callbackReceived")).Done.ShouldBe(true, "The token is what WeChat has checked.");
        (await host.WithoutSecretCheck(shop.Admin).PostAsync($"{settings}/generate")).ShouldBe(HttpStatusCode.OK);
        (await StepAsync(shop, "callbackReceived")).Done.ShouldBeNull();
        (await shop.Admin.DeleteAsync(settings)).ShouldBe(HttpStatusCode.NoContent);
        (await StepAsync(shop, "callbackReceived")).Done.ShouldBe(false);
    }

    [Fact]
    public async Task An_address_that_WeChat_does_not_allow_is_named()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.SetApp(new() { AppId = shop.AppId, IpWhitelist = ["203.0.113.7"] });
        await shop.Admin.PostAsync($"{Shop.Credentials}/{shop.CredentialId}/test");

        var step = await StepAsync(shop, "addressAllowed");
        step.Done.ShouldBe(false);
        step.Detail.ShouldContain("127.0.0.1");
        step.Link.ShouldBe("https://mp.weixin.qq.com/");
        (await StepAsync(shop, "secret")).Done.ShouldBeNull("WeChat did not get as far as that.");
    }

    [Fact]
    public async Task An_official_account_needs_a_permit_only_for_subscription_notices()
    {
        var shop = await (await host.NewShopAsync()).OpenAccountAsync();
        (await StatesAsync(shop, shop.AccountId)).ShouldNotContain(s => s.StartsWith("permit", StringComparison.Ordinal));

        (await shop.Admin.PostAsync(Shop.Templates, new
        {
            Name = "notice",
            AppCredentialId = shop.AccountId,
            Channel = "officialAccountSubscribeMessage",
            WeChatTemplateId = "tmpl-notice",
            Fields = new object[] { new { Key = "thing1" } },
        })).ShouldBe(HttpStatusCode.Created);
        (await StatesAsync(shop, shop.AccountId)).ShouldContain("permit: false");
    }

    [Fact]
    public async Task The_checklist_speaks_the_callers_language()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var steps = (await shop.Admin.With("Accept-Language", "zh-CN").GetAsync($"{Shop.Credentials}/{shop.CredentialId}/checklist")).ShouldBe(HttpStatusCode.OK).Json.AsArray();
        steps.ShouldAllBe(s => s!["title"]!.ToString().Any(c => c >= 0x4E00) && s["detail"]!.ToString().Any(c => c >= 0x4E00));
        steps.ShouldAllBe(s => !s!["detail"]!.ToString().Contains('{'));
    }

    private static async Task<IReadOnlyList<JsonNode>> StepsAsync(Shop shop, Guid? id = null)
        => [.. (await shop.Admin.GetAsync($"{Shop.Credentials}/{id ?? shop.CredentialId}/checklist")).ShouldBe(HttpStatusCode.OK).Json.AsArray().Select(s => s!)];

    private static async Task<List<string>> StatesAsync(Shop shop, Guid? id = null)
        => [.. (await StepsAsync(shop, id)).Select(s => $"{s["step"]}: {s["done"]?.ToString() ?? "?"}")];

    private static async Task<(bool? Done, string Detail, string? Link)> StepAsync(Shop shop, string step)
    {
        var found = (await StepsAsync(shop)).Single(s => s["step"]!.ToString() == step);
        return (found["done"]?.GetValue<bool>(), found["detail"]!.ToString(), found["link"]?.ToString());
    }

    private async Task ConnectAsync(Shop shop)
    {
        var made = (await shop.Admin.PostAsync($"{PushedShop.SettingsOf(shop)}/generate")).ShouldBe(HttpStatusCode.OK);
        await host.WeChat.Control.SetPushAsync(shop.AppId, new()
        {
            Url = new Uri(host.Address, $"{PushedShop.Callback}/{shop.AppId}").ToString(),
            Token = made["token"]!,
            EncodingAesKey = made["encodingAesKey"]!,
            Mode = PushMode.Secure,
            Format = PushFormat.Json,
        });
    }
}
