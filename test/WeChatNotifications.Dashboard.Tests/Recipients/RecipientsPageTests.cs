using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Dashboard.Tests.Recipients;

public sealed class RecipientsPageTests(RunningHost host)
{
    [Fact]
    public async Task Users_are_found_by_openid_and_by_user_id()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var alice = await shop.LinkAsync();
        var bob = await shop.LinkAsync("bob", "43");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        RowsOf(await visitor.GetAsync("/recipients")).ShouldBe([alice, bob], ignoreOrder: true);
        RowsOf(await visitor.GetAsync("/recipients?openId=alice")).ShouldBe([alice]);
        RowsOf(await visitor.GetAsync("/recipients?userId=43")).ShouldBe([bob]);
        (await visitor.GetAsync("/recipients?openId=nobody")).Element("recipients-empty").ShouldNotBeNull();
        (await visitor.GetAsync("/recipients?userId=" + new string('x', 200))).Element("error-UserId").ShouldNotBeNull();
    }

    [Fact]
    public async Task One_user_is_shown_with_what_they_allow_and_what_they_were_sent()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync(isOneTime: true);
        var id = await shop.LinkAsync();
        (await shop.Admin.PostAsync(Shop.Grants, new
        {
            AppCredentialId = shop.CredentialId,
            Decisions = new[] { new { OpenId = "alice", Template = "order-paid", Decision = "accepted", Accepts = 7 } },
        })).ShouldBe(HttpStatusCode.NoContent);
        await shop.SendTomorrowAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");

        var page = await visitor.GetAsync($"/recipients/detail/{id}");

        page.Text.ShouldContain("接收者 alice");
        page.Element("balances-row")!.ShouldContain("order-paid");
        page.Element("recipient-delivery").ShouldNotBeNull();
        using var poor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Recipients.Default]);
        var less = await poor.GetAsync($"/recipients/detail/{id}");
        (less.Element("recipient-permits"), less.Element("recipient-deliveries"), less.Element("link-form"), less.Element("forget")).ShouldBe((null, null, null, null));
    }

    [Fact]
    public async Task A_user_is_linked_unlinked_and_forgotten()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var linked = await visitor.SubmitAsync(
            "/recipients/link", null, ("Input.AppCredentialId", shop.CredentialId.ToString()), ("Input.OpenId", "alice"), ("Input.UserId", "42"));
        linked.Text.ShouldContain("The openid is linked.");
        linked.Element("recipient-user")!.ShouldContain(">42<");
        var path = linked.Address.AbsolutePath[Visitor.Prefix.Length..];

        (await visitor.SubmitAsync(path, "Link", ("Input.UserId", "43"))).Element("recipient-user")!.ShouldContain(">43<");
        (await visitor.SubmitAsync(path, "Unlink")).Element("recipient-user")!.ShouldContain("not linked");
        var forgotten = await visitor.SubmitAsync(path, "Forget");
        forgotten.Address.AbsolutePath.ShouldBe("/wechat/recipients");
        forgotten.Text.ShouldContain("The user is forgotten.");
        (await visitor.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_link_that_is_refused_keeps_what_was_typed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.LinkAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.SubmitAsync(
            "/recipients/link", null, ("Input.AppCredentialId", shop.CredentialId.ToString()), ("Input.OpenId", new string('o', 129)), ("Input.UserId", "\"quoted\""));
        page.Element("error-Input_OpenId").ShouldNotBeNull();
        page.Html.ShouldContain("&quot;quoted&quot;");
        page.Html.ShouldContain(new string('o', 129));

        var empty = await visitor.SubmitAsync($"/recipients/detail/{id}", "Link", ("Input.UserId", " "));
        empty.Element("error-Input_UserId").ShouldNotBeNull();
        (await shop.Admin.GetAsync($"{Shop.Recipients}/{id}"))["userId"].ShouldBe("42");
    }

    [Fact]
    public async Task Another_tenants_user_is_not_there()
    {
        var (shop, other) = (await (await host.NewShopAsync()).OpenAsync(), await host.NewShopAsync());
        var id = await shop.LinkAsync();
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);
        var token = (await visitor.GetAsync("")).AntiforgeryToken;

        (await visitor.GetAsync($"/recipients/detail/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var handler in new[] { "Forget", "Unlink" })
        {
            (await visitor.PostAsync($"/recipients/detail/{id}", handler, token)).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        (await shop.Admin.GetAsync($"{Shop.Recipients}/{id}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Followers_are_imported_before_the_visitors_eyes()
    {
        await using var own = await RunningHost.StartAsync("--WeChatNotifications:FollowerImports:PollInterval", "00:00:01");
        var shop = await (await own.NewShopAsync()).OpenAccountAsync(followers: 250);
        using var visitor = await Visitor.LogInAsync(own, shop.TenantId, RunningHost.AllPermissions);
        (await visitor.GetAsync("/recipients/imports")).Element("imports-empty").ShouldNotBeNull();

        var started = await visitor.SubmitAsync("/recipients/imports", "Start", ("Input.AppCredentialId", shop.AccountId.ToString()), ("Input.WithUnionIds", "true"));
        started.Text.ShouldContain("The import has begun.");

        var done = await Eventually.GetAsync(
            async () => await visitor.GetAsync("/recipients/imports") is { } page && page.Html.Contains("data-status=\"Completed\"", StringComparison.Ordinal) ? page : null,
            TimeSpan.FromSeconds(30), "the import is complete");
        done.Element("import-progress")!.ShouldContain("250 of 250 followers, 250 of them new");
        done.Element("import-cancel").ShouldBeNull();
        done.Html.ShouldNotContain("data-wx-live");
        RowsOf(await visitor.GetAsync("/recipients?isSubscribed=true")).Count.ShouldBe(50);
    }

    [Fact]
    public async Task An_import_is_cancelled_and_goes_on()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.ImportAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var page = await visitor.GetAsync("/recipients/imports");
        page.Html.ShouldContain("data-wx-live");
        (page.Element("import-cancel") is null, page.Element("import-resume") is null).ShouldBe((false, true));

        (await visitor.PostAsync($"/recipients/imports?id={id}", "Cancel", page.AntiforgeryToken)).Text.ShouldContain("The import is cancelled. What it has stored stays.");
        (await visitor.PostAsync($"/recipients/imports?id={id}", "Resume", page.AntiforgeryToken)).Text.ShouldContain("The import goes on where it stopped.");

        var refused = await visitor.PostAsync($"/recipients/imports?id={id}", "Resume", page.AntiforgeryToken);
        refused.Element("alert").ShouldNotBeNull();
        refused.Element("imports-row").ShouldNotBeNull();
        (await visitor.PostAsync($"/recipients/imports?id={Guid.NewGuid()}", "Cancel", page.AntiforgeryToken)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_imported()
    {
        var shop = await (await host.NewShopAsync()).OpenAccountAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Recipients.Default]);

        var page = await visitor.GetAsync("/recipients/imports");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("import-form").ShouldBeNull();
        (await visitor.GetAsync("/recipients")).Element("link-new").ShouldBeNull();
    }

    private static List<Guid> RowsOf(VisitedPage page)
        => [.. page.Html.Split("data-testid=\"recipients-row\"").Skip(1).Select(r => Guid.Parse(r.Split("/recipients/detail/")[1][..36]))];
}
