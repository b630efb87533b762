using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Apps;

public sealed class AppPagesTests(RunningHost host)
{
    [Fact]
    public async Task An_app_is_added_shown_changed_and_removed()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        (await visitor.GetAsync("/apps")).Element("apps-empty").ShouldNotBeNull();

        var added = await visitor.SubmitAsync(
            "/apps/create", null, ("Input.AppId", shop.AppId), ("Input.Name", "Tea & more"), ("Input.Secret", shop.AppSecret), ("Input.Kind", "OfficialAccount"),
            ("Input.IsEnabled", "true"), ("Input.SendsPerSecond", "50"));
        added.Address.AbsolutePath.ShouldStartWith(Visitor.Prefix + "/apps/detail/");
        added.Element("flash").ShouldNotBeNull();
        added.Text.ShouldContain("Official account");
        added.Element("rate")!.ShouldContain(">50<");
        added.Html.ShouldNotContain(shop.AppSecret);
        added.Element("secret-hint")!.ShouldContain(shop.AppSecret[^4..]);

        var detail = added.Address.AbsolutePath[Visitor.Prefix.Length..];
        var edit = detail.Replace("detail", "edit", StringComparison.Ordinal);
        var form = await visitor.GetAsync(edit);
        form.Html.ShouldContain("value=\"Tea &amp; more\"");
        form.Html.ShouldNotContain("name=\"Input.AppId\"", customMessage: "an app id cannot be changed");

        var changed = await visitor.SubmitAsync(edit, null, ("Input.Name", "Tea"), ("Input.Culture", "en-US"), ("Input.TimeZone", "Asia/Shanghai"), ("Input.IsEnabled", "false"));
        changed.Address.AbsolutePath.ShouldBe(Visitor.Prefix + detail);
        changed.Element("app-state")!.ShouldContain("switched off");
        changed.Element("secret-hint")!.ShouldContain(shop.AppSecret[^4..], Case.Sensitive, "an empty field keeps the secret");

        var removed = await visitor.SubmitAsync(detail, "Delete");
        removed.Address.AbsolutePath.ShouldBe(Visitor.Prefix + "/apps");
        removed.Element("apps-empty").ShouldNotBeNull();
        (await visitor.GetAsync(detail)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_refused_stands_beside_its_field_and_what_was_typed_stays_except_the_secret()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.SubmitAsync(
            "/apps/create", null, ("Input.AppId", "wx with blanks"), ("Input.Name", ""), ("Input.Secret", shop.AppSecret), ("Input.SendsPerSecond", "0"), ("Input.Culture", "xx-nowhere"), ("Input.TimeZone", "Asia/Shanghai"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Element("error-Input_AppId").ShouldNotBeNull();
        page.Element("error-Input_Name").ShouldNotBeNull();
        page.Element("error-Input_SendsPerSecond").ShouldNotBeNull();
        page.Element("error-Input_Culture").ShouldNotBeNull();
        page.Html.ShouldContain("value=\"wx with blanks\"");
        page.Html.ShouldContain("value=\"xx-nowhere\"");
        page.Html.ShouldNotContain(shop.AppSecret);

        var unreadable = await visitor.SubmitAsync("/apps/create", null, ("Input.AppId", shop.AppId), ("Input.Name", "Tea"), ("Input.Secret", shop.AppSecret), ("Input.MaxConcurrency", "many"));
        unreadable.Element("error-Input_MaxConcurrency")!.ShouldContain("cannot be read");
        unreadable.Html.ShouldContain("value=\"many\"");
    }

    [Fact]
    public async Task Somebody_elses_change_is_not_overwritten()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.SubmitAsync(
            $"/apps/edit/{shop.CredentialId}", null, ("Input.Name", "Mine"), ("Input.Culture", "zh-CN"), ("Input.TimeZone", "Asia/Shanghai"), ("Input.ConcurrencyStamp", Guid.NewGuid().ToString()));

        page.Element("alert")!.ShouldContain("Somebody else");
        page.Html.ShouldContain("value=\"Mine\"");
    }

    [Fact]
    public async Task The_test_says_what_WeChat_said_and_what_to_do()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        var path = $"/apps/detail/{shop.CredentialId}";

        var right = await visitor.SubmitAsync(path, "Test");
        right.Element("test-result")!.ShouldContain("alert-success");
        right.Element("token-state")!.ShouldContain("已持有");
        right.Element("step-secret")!.ShouldContain("data-done=\"true\"");

        host.WeChat.Control.RotateSecret(shop.AppId, "another0secret0another0secret000");
        var wrong = await visitor.SubmitAsync(path, "Test");
        wrong.Element("test-result")!.ShouldContain("40125");
        wrong.Element("token-failure").ShouldNotBeNull();
        wrong.Element("step-secret")!.ShouldContain("data-done=\"false\"");
        wrong.Text.ShouldContain("请从微信后台重新复制 AppSecret");
    }

    [Fact]
    public async Task A_pause_is_set_in_the_pages_time_zone_and_lifted_from_the_list()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var path = $"/apps/detail/{shop.CredentialId}";

        var past = await visitor.SubmitAsync(path, "Pause", ("Input.Until", "2020-01-01T10:00"), ("Input.Detail", "<b>Stocktaking</b>"));
        past.Element("error-Input_Until").ShouldNotBeNull();
        past.Element("pause-panel")!.ShouldStartWith("<details class=\"wx-form\" open");
        past.Html.ShouldContain("value=\"&lt;b&gt;Stocktaking&lt;/b&gt;\"");
        (await visitor.SubmitAsync(path, "Pause", ("Input.Until", "soon"))).Element("error-Input_Until")!.ShouldContain("cannot be read");

        var paused = await visitor.SubmitAsync(path, "Pause", ("Input.Until", "2099-01-01T10:00"), ("Input.Detail", "<b>Stocktaking</b>"));
        paused.Element("app-state")!.ShouldContain("paused");
        paused.Text.ShouldContain("2099-01-01 10:00:00");
        paused.Element("pause-detail")!.ShouldContain("&lt;b&gt;Stocktaking");
        (await shop.Admin.GetAsync($"{Shop.Credentials}/{shop.CredentialId}")).Json["pause"]!["until"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(2099, 1, 1, 2, 0, 0, TimeSpan.Zero));

        var list = await visitor.GetAsync("/apps");
        list.Element("app-state")!.ShouldContain("paused");
        list.Element("resume").ShouldNotBeNull();
        var resumed = await visitor.SubmitAsync(path, "Resume");
        resumed.Element("app-state")!.ShouldContain("active");
    }

    [Fact]
    public async Task The_list_counts_what_was_sent_today()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync("/apps")).Element("sent-today")!.ShouldContain(">1<");
        (await visitor.GetAsync($"/apps/detail/{shop.CredentialId}")).Element("step-firstmessage")!.ShouldContain("data-done=\"true\"");
    }

    [Fact]
    public async Task An_app_that_templates_use_stays_and_the_page_says_why()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.SubmitAsync($"/apps/detail/{shop.CredentialId}", "Delete");

        page.Element("alert")!.ShouldContain("order-paid");
        (await visitor.GetAsync($"/apps/detail/{shop.CredentialId}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_may_only_look_sees_no_buttons()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Credentials.Default]);

        (await visitor.GetAsync("/apps")).ShouldSatisfyAllConditions(p => p.Element("new-app").ShouldBeNull(), p => p.Element("sent-today").ShouldBeNull(), p => p.Element("apps-row").ShouldNotBeNull());
        var detail = await visitor.GetAsync($"/apps/detail/{shop.CredentialId}");
        detail.Status.ShouldBe(HttpStatusCode.OK);
        foreach (var button in new[] { "test", "edit", "delete", "pause", "resume" })
        {
            detail.Element(button).ShouldBeNull(button);
        }

        (await visitor.GetAsync($"/apps/callbacks/{shop.CredentialId}")).Element("generate").ShouldBeNull();
    }

    [Fact]
    public async Task Another_tenants_app_is_not_found()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var other = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, other.TenantId, RunningHost.AllPermissions);

        foreach (var path in new[] { $"/apps/detail/{shop.CredentialId}", $"/apps/edit/{shop.CredentialId}", $"/apps/callbacks/{shop.CredentialId}" })
        {
            (await visitor.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }

        var token = (await visitor.GetAsync("/apps")).AntiforgeryToken;
        foreach (var (path, handler) in new[] { ("detail", "Pause"), ("detail", "Delete"), ("detail", "Test"), ("callbacks", "Generate"), ("callbacks", "Remove") })
        {
            (await visitor.PostAsync($"/apps/{path}/{shop.CredentialId}", handler, token)).Status.ShouldBe(HttpStatusCode.NotFound, handler);
        }
    }
}
