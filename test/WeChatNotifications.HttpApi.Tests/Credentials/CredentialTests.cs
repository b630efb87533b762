using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Credentials;

public sealed class CredentialTests(RunningHost host)
{
    [Fact]
    public async Task An_account_is_added_shown_changed_and_removed()
    {
        var shop = await host.NewShopAsync();
        var created = (await shop.Admin.PostAsync(Shop.Credentials, shop.NewCredential())).ShouldBe(HttpStatusCode.Created);
        created.Headers.Location?.ToString().ShouldBe($"{Shop.Credentials}/{created.Id}");
        created["appId"].ShouldBe(shop.AppId);
        created["kind"].ShouldBe("miniProgram");
        created["culture"].ShouldBe("zh-CN");
        created["timeZone"].ShouldBe("Asia/Shanghai");

        var path = $"{Shop.Credentials}/{created.Id}";
        (await shop.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Json["name"]!.ToString().ShouldBe("Tea shop");
        var changed = (await shop.Admin.PutAsync(path, new { Name = "茶馆", SendsPerSecond = 50, IsEnabled = false, UnconfirmedPolicy = "hold" })).ShouldBe(HttpStatusCode.OK);
        changed["name"].ShouldBe("茶馆");
        changed["sendsPerSecond"].ShouldBe("50");
        changed["unconfirmedPolicy"].ShouldBe("hold");
        changed.Body.ShouldContain("茶馆", customMessage: "Chinese stays readable on the wire");
        (await shop.Admin.GetAsync(Shop.Credentials)).Json.AsArray().Select(c => c!["name"]!.ToString()).ShouldBe(["茶馆"]);

        (await shop.Admin.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
        (await shop.Admin.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "NotFound")["detail"]!.ShouldContain(created.Id.ToString());
    }

    [Fact]
    public async Task A_secret_goes_in_and_never_comes_out()
    {
        // Every caller of the host refuses an answer with a known secret in it; here the answers that come closest are asked for.
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var path = $"{Shop.Credentials}/{shop.CredentialId}";
        var second = host.Secret(Guid.NewGuid().ToString("N"));

        (await shop.Admin.GetAsync(path))["secretHint"].ShouldBe(shop.AppSecret[^4..]);
        (await shop.Admin.PutAsync(path, new { Name = "Tea shop", Secret = second })).ShouldBe(HttpStatusCode.OK)["secretHint"].ShouldBe(second[^4..]);
        await shop.Admin.GetAsync(Shop.Credentials);
        await shop.Admin.PostAsync($"{path}/test");
        (await shop.Admin.PostAsync(Shop.Credentials, shop.NewCredential(second))).ShouldBe(HttpStatusCode.BadRequest);
        await shop.Admin.PostTextAsync(Shop.Credentials, $$"""{"secret":"{{second}}","name":17}""");
        await shop.Admin.PostTextAsync(Shop.Credentials, $$"""{"secret":"{{second}}" "name" """);
        await shop.Admin.PostTextAsync(Shop.Credentials, $$"""{"secret":["{{second}}"]}""");
        await shop.SendAsync("alice");
        await Eventually.Async(async () => (await shop.Admin.GetAsync(path)).Json["pause"] is not null, TimeSpan.FromSeconds(20), "WeChat refuses the new secret");

        host.Logs.AllText.ShouldNotContain(second);
        host.Logs.AllText.ShouldNotContain(shop.AppSecret);
        var stored = (await host.Database.QueryAsync<string>("""select row_to_json(c)::text from "WeChatAppCredentials" c where "Id" = $1""", shop.CredentialId)).Single();
        stored.ShouldContain(shop.AppId);
        stored.ShouldNotContain(second);
    }

    [Fact]
    public async Task Every_broken_rule_is_named_in_one_answer()
    {
        var shop = await host.NewShopAsync();
        var answer = await shop.Admin.PostAsync(Shop.Credentials, new { Name = new string('n', 200), SendsPerSecond = 0, Culture = "xx-nowhere", TimeZone = "Mars/Olympus" });
        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.Order(StringComparer.Ordinal).ShouldBe(
        [
            "appId: Required", "culture: Culture", "name: TooLong", "secret: Required", "sendsPerSecond: OutOfRange", "timeZone: TimeZone",
        ]);
    }

    [Fact]
    public async Task An_appid_is_registered_once_in_a_tenant()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync(Shop.Credentials, shop.NewCredential())).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appId: Taken"]);

        var other = await host.NewShopAsync();
        (await other.Admin.PostAsync(Shop.Credentials, shop.NewCredential())).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_change_on_top_of_somebody_elses_is_refused()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var path = $"{Shop.Credentials}/{shop.CredentialId}";
        var stamp = (await shop.Admin.GetAsync(path))["concurrencyStamp"];

        (await shop.Admin.PutAsync(path, new { Name = "First", ConcurrencyStamp = stamp })).ShouldBe(HttpStatusCode.OK);
        (await shop.Admin.PutAsync(path, new { Name = "Second", ConcurrencyStamp = stamp })).ShouldBeProblem(HttpStatusCode.Conflict, "ConcurrencyConflict");

        (await shop.Admin.GetAsync(path))["name"].ShouldBe("First");
    }

    [Fact]
    public async Task An_account_that_a_template_uses_stays()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = await shop.Admin.DeleteAsync($"{Shop.Credentials}/{shop.CredentialId}");
        answer.ShouldBeProblem(HttpStatusCode.Conflict, "InUse")["detail"]!.ShouldContain("order-paid");
    }

    [Fact]
    public async Task Testing_a_right_secret_really_fetches_a_token()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var answer = (await shop.Admin.PostAsync($"{Shop.Credentials}/{shop.CredentialId}/test")).ShouldBe(HttpStatusCode.OK);
        answer["isWorking"].ShouldBe("true");
        answer.Json["tokenExpiresIn"]!.GetValue<int>().ShouldBeInRange(1, 7200);
        host.WeChat.Control.Calls().ShouldContain(c => c.AppId == shop.AppId && c.Path.Contains("token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Testing_a_wrong_secret_says_what_WeChat_said_and_what_to_do()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        host.WeChat.Control.RotateSecret(shop.AppId, "another0secret0another0secret000");
        var path = $"{Shop.Credentials}/{shop.CredentialId}";

        var answer = (await shop.Admin.PostAsync($"{path}/test")).ShouldBe(HttpStatusCode.OK);
        answer["isWorking"].ShouldBe("false");
        answer["errorCode"].ShouldBe("40125");
        answer["message"].ShouldNotBeNullOrWhiteSpace();
        answer["advice"].ShouldNotBeNullOrWhiteSpace();
        answer["rid"].ShouldNotBeNullOrWhiteSpace();

        (await shop.Admin.With("Accept-Language", "zh-CN").PostAsync($"{path}/test"))["advice"]!.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
    }

    [Fact]
    public async Task A_paused_account_sends_nothing_until_it_is_resumed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var path = $"{Shop.Credentials}/{shop.CredentialId}";
        var paused = (await shop.Admin.PostAsync($"{path}/pause", new { Detail = "Stocktaking" })).ShouldBe(HttpStatusCode.OK);
        paused.Json["pause"]!["reason"]!.ToString().ShouldBe("byHand");
        paused.Json["pause"]!["detail"]!.ToString().ShouldBe("Stocktaking");

        var delivery = await shop.SendAsync("alice");
        (await shop.DeliveryAsync(delivery))["status"].ShouldBe("pending");

        (await shop.Admin.PostAsync($"{path}/resume")).ShouldBe(HttpStatusCode.OK).Json["pause"].ShouldBeNull();
        await shop.DeliveryAsync(delivery, "sent");
    }

    [Fact]
    public async Task A_pause_that_ends_in_the_past_is_refused()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync($"{Shop.Credentials}/{shop.CredentialId}/pause", new { Until = "2020-01-01T00:00:00Z" }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["until: InThePast"]);
    }

    [Fact]
    public async Task A_pause_needs_no_body()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync($"{Shop.Credentials}/{shop.CredentialId}/pause")).ShouldBe(HttpStatusCode.OK).Json["pause"].ShouldNotBeNull();
    }
}
