using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Recipients;

public sealed class FollowerImportTests(RunningHost host)
{
    [Fact]
    public async Task An_import_is_started_seen_cancelled_and_resumed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.ImportAsync();
        var import = (await shop.Admin.GetAsync($"{Shop.Imports}/{id}")).ShouldBe(HttpStatusCode.OK);
        (import["status"], import["imported"], import["rate"], import["secondsLeft"]).ShouldBe(("running", "0", null, null));

        (await shop.Admin.PostAsync(Shop.Imports, new { AppCredentialId = shop.AccountId })).ShouldBeProblem(HttpStatusCode.Conflict, "FollowerImportRunning");
        (await shop.Admin.PostAsync($"{Shop.Imports}/{id}/resume")).ShouldBeProblem(HttpStatusCode.Conflict, "FollowerImportState");
        (await shop.Admin.PostAsync($"{Shop.Imports}/{id}/cancel")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("cancelled");
        (await shop.Admin.PostAsync($"{Shop.Imports}/{id}/cancel")).ShouldBeProblem(HttpStatusCode.Conflict, "FollowerImportState");
        (await shop.Admin.PostAsync($"{Shop.Imports}/{id}/resume")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("running");

        var list = (await shop.Admin.GetAsync($"{Shop.Imports}?appCredentialId={shop.AccountId}")).ShouldBe(HttpStatusCode.OK).Json["items"]!.AsArray();
        list.ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe(id.ToString());
        (await (await host.NewShopAsync()).Admin.GetAsync(Shop.Imports)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_official_accounts_have_followers()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync(Shop.Imports, new { AppCredentialId = shop.CredentialId })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: WrongAppKind"]);
        (await shop.Admin.PostAsync(Shop.Imports, new { AppCredentialId = Guid.NewGuid() })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Unknown"]);
        (await shop.Admin.PostAsync(Shop.Imports, new { })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["appCredentialId: Required"]);
        (await shop.Admin.GetAsync(Shop.Imports + "?pageSize=501")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["pageSize: OutOfRange"]);
    }

    [Fact]
    public async Task An_import_brings_all_followers_and_says_who_is_the_same_person_in_the_mini_program()
    {
        await using var own = await RunningHost.StartAsync("--WeChatNotifications:FollowerImports:PollInterval", "00:00:01");
        var shop = await (await (await own.NewShopAsync()).OpenAsync()).OpenAccountAsync(followers: 12_345);
        var id = (await shop.Admin.PostAsync(Shop.Imports, new { AppCredentialId = shop.AccountId, WithUnionIds = true })).ShouldBe(HttpStatusCode.Accepted).Id;

        var done = await Eventually.GetAsync(
            async () => await shop.Admin.GetAsync($"{Shop.Imports}/{id}") is { } answer && answer["status"] is "completed" or "failed" ? answer : null, TimeSpan.FromSeconds(90), "the import is over");
        (done["status"], done["total"], done["imported"], done["added"]).ShouldBe(("completed", "12345", "12345", "12345"), done.Body);
        var follower = (await shop.Admin.GetAsync($"{Shop.Recipients}?unionId=union-77")).Json["items"]!.AsArray().ShouldHaveSingleItem()!;
        follower["isSubscribed"]!.GetValue<bool>().ShouldBeTrue();
    }
}
