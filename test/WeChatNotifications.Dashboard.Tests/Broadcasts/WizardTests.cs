using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using WeChatNotifications.Testing;
using static WeChatNotifications.Dashboard.Tests.Broadcasts.BroadcastSteps;

namespace WeChatNotifications.Dashboard.Tests.Broadcasts;

public sealed class WizardTests(RunningHost host)
{
    [Fact]
    public async Task A_broadcast_is_put_together_step_by_step_started_and_watched_to_its_end()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var id = await DraftAsync(visitor);
        var message = await visitor.SubmitAsync($"/broadcasts/wizard/message/{id}", null, Fields(("orderNo", ""), ("product", "龙井茶"), ("amount", "12.5"), ("paidAt", "2026-11-21T15:30:00+08:00"), ("orderId", "7")));
        message.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/wizard/list/{id}", message.Text);
        message.Element("next").ShouldBeNull("there is no list yet");

        var list = await UploadAsync(visitor, id, "openId,orderNo\nalice,W-1\ncarol,W-2\nalice,W-3\nnot an openid,W-4\n");
        list.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/wizard/list/{id}", "after a redirect, so that to load it anew sends nothing");
        list.Element("flash").ShouldNotBeNull(list.Text);
        list.Element("list-rows")!.ShouldStartWith("<dd data-testid=\"list-rows\">2<");
        list.Element("list-duplicates")!.ShouldContain(">1<");
        list.Element("bad-row")!.ShouldContain(">5<");

        var preview = await visitor.GetAsync($"/broadcasts/wizard/preview/{id}");
        preview.Element("trial-total")!.ShouldContain(">2<");
        preview.Element("trial-reasons").ShouldNotBeNull("nobody has reported what alice and carol allow");
        var card = preview.Element("preview-card")!;
        card.ShouldContain("W-1");
        card.ShouldContain("Order paid");

        var timing = await visitor.SubmitAsync($"/broadcasts/wizard/timing/{id}", null, ("Input.StartAt", ""), ("Input.ExpiresAt", ""), ("Input.RatePerSecond", "50"));
        timing.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/wizard/confirm/{id}", timing.Text);
        timing.Element("summary")!.ShouldContain("order-paid");
        timing.Text.ShouldContain("2 recipients");
        timing.Text.ShouldContain("Start now: send to 2");

        var started = await visitor.SubmitAsync($"/broadcasts/wizard/confirm/{id}", "Start");
        started.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/detail/{id}", started.Text);
        var done = await Eventually.GetAsync(
            async () => await visitor.GetAsync($"/broadcasts/detail/{id}") is { } page && page.Html.Contains("data-state=\"Completed\"", StringComparison.Ordinal) ? page : null, Patience, "it is completed");
        done.Element("count-sent")!.ShouldContain(">1<");
        done.Element("reasons").ShouldNotBeNull("carol has refused");
        done.Element("finished")!.ShouldContain("1 of 2");
        done.Element("deliveries")!.ShouldContain($"broadcastId={id}");
        done.Html.ShouldNotContain("data-wx-live", Case.Sensitive, "nothing changes any more");
        done.Element("pause").ShouldBeNull();
        host.WeChat.Control.Messages(new() { AppId = shop.AppId }).Messages.ShouldHaveSingleItem().OpenId.ShouldBe("alice");

        var again = await visitor.GetAsync($"/broadcasts/wizard/message/{id}");
        again.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/detail/{id}", "it is no draft any more");
        var deleted = await visitor.SubmitAsync($"/broadcasts/detail/{id}", "Delete");
        deleted.Address.AbsolutePath.ShouldBe("/wechat/broadcasts");
        (await visitor.GetAsync($"/broadcasts/detail/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Each_step_keeps_what_was_typed_and_says_beside_the_field_what_is_wrong()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");

        var unnamed = await visitor.SubmitAsync(Begin, null, ("Input.Name", " "), ("Input.Template", "order-paid"), ("Input.Audience.Kind", "Source"), ("Input.Audience.Source", "customers"), ("Input.Audience.Arguments", "{since"));
        unnamed.Element("error-Input_Audience_Arguments")!.ShouldContain("JSON");
        unnamed.Html.ShouldContain("{since");
        var nameless = await visitor.SubmitAsync(Begin, null, ("Input.Name", " "), ("Input.Template", "order-paid"), ("Input.Audience.Kind", "PermitHolders"));
        nameless.Element("error-Input_Name")!.ShouldContain("不能为空");

        var id = await DraftAsync(visitor, "PermitHolders", "<b>冬季</b>");
        var wrong = await visitor.SubmitAsync($"/broadcasts/wizard/message/{id}", null, Values(orderNo: "中文单号", product: ""));
        wrong.Status.ShouldBe(HttpStatusCode.OK);
        wrong.Html.ShouldContain("&lt;b&gt;");
        wrong.Html.ShouldNotContain("<b>冬季");
        wrong.Element("value-orderNo")!.ShouldContain(WebUtility.HtmlEncode("中文单号"));
        wrong.Element("error-orderNo")!.ShouldNotContain("data.", Case.Sensitive, "beside its input it is called by its name");
        wrong.Element("error-product").ShouldNotBeNull("everybody needs a value, and nobody brings one");
        (await visitor.GetAsync($"/broadcasts/wizard/message/{id}")).Element("value-orderNo")!.ShouldNotContain(WebUtility.HtmlEncode("中文单号"), Case.Sensitive, "nothing was saved");

        var ready = await visitor.SubmitAsync($"/broadcasts/wizard/message/{id}", null, Values());
        ready.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/wizard/preview/{id}", "a list is not asked for");
        (await visitor.GetAsync($"/broadcasts/wizard/message/{id}")).Element("value-orderNo")!.ShouldContain("value=\"A1\"");
        var late = await visitor.SubmitAsync($"/broadcasts/wizard/timing/{id}", null, ("Input.StartAt", "2030-01-02T10:00"), ("Input.ExpiresAt", "2030-01-01T10:00"), ("Input.RatePerSecond", "0"));
        late.Element("error-Input_ExpiresAt").ShouldNotBeNull();
        late.Element("error-Input_RatePerSecond").ShouldNotBeNull();
        late.Html.ShouldContain("value=\"2030-01-02T10:00\"");
        var scheduled = await visitor.SubmitAsync($"/broadcasts/wizard/timing/{id}", null, ("Input.StartAt", "2030-01-02T10:00"), ("Input.ExpiresAt", ""), ("Input.RatePerSecond", ""));
        scheduled.Text.ShouldContain("2030-01-02 10:00:00", Case.Sensitive, "by the pages' clock, which is Shanghai's");
        (await visitor.SubmitAsync($"/broadcasts/wizard/confirm/{id}", "Start")).Element("state")!.ShouldContain("data-state=\"Scheduled\"");
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}"))["startAt"]!.ShouldStartWith("2030-01-02T02:00:00");
    }

    [Fact]
    public async Task A_step_may_be_left_out_and_the_last_one_says_what_is_missing_and_where()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var id = await DraftAsync(visitor);

        var refused = await visitor.SubmitAsync($"/broadcasts/wizard/confirm/{id}", "Start");

        refused.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/wizard/confirm/{id}");
        refused.Element("problems")!.ShouldContain($"/wechat/broadcasts/wizard/list/{id}");
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}"))["status"].ShouldBe("draft");
    }

    [Fact]
    public async Task Another_template_takes_over_the_values_that_mean_the_same_in_it()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync(Shop.Templates, new
        {
            Name = "parcel",
            AppCredentialId = shop.CredentialId,
            WeChatTemplateId = "tmpl-parcel",
            Title = "Parcel",
            SubscriptionKind = "longTerm",
            Fields = new object[] { new { Key = "character_string1", Name = "orderNo" }, new { Key = "phrase2", Name = "product" } },
        })).ShouldBe(HttpStatusCode.Created);
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var id = await DraftAsync(visitor, "PermitHolders");
        await visitor.SubmitAsync($"/broadcasts/wizard/message/{id}", null, Values("W-9"));

        var page = await visitor.SubmitAsync($"{Begin}/{id}", null, ("Input.Name", "Parcels"), ("Input.Template", "parcel"), ("Input.Audience.Kind", "PermitHolders"));

        page.Address.AbsolutePath.ShouldBe($"/wechat/broadcasts/wizard/message/{id}", page.Text);
        page.Element("value-orderNo")!.ShouldContain("W-9");
        page.Element("value-product")!.Split('>')[0].ShouldNotContain(WebUtility.HtmlEncode("龙井茶"), Case.Sensitive, "it is a phrase now");
        page.Element("value-amount").ShouldBeNull();
    }

    [Fact]
    public async Task A_source_is_chosen_with_its_arguments_and_one_that_fails_is_found_out_before_the_start()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        (await visitor.GetAsync(Begin)).Text.ShouldContain("Everybody who has paid an order");
        var id = await DraftAsync(visitor, "PermitHolders");
        async Task<VisitedPage> AskAsync(string since)
        {
            await visitor.SubmitAsync($"{Begin}/{id}", null, ("Input.Name", "x"), ("Input.Template", "order-paid"), ("Input.Audience.Kind", "Source"), ("Input.Audience.Source", "customers"), ("Input.Audience.Arguments", $$"""{"since":"{{since}}"}"""));
            return await visitor.GetAsync($"/broadcasts/wizard/preview/{id}");
        }

        (await AskAsync("yesterday")).Element("trial-violations")!.ShouldContain("customers");
        (await AskAsync("2026-01-01T00:00:00Z")).Element("trial-violations").ShouldBeNull();
    }

    [Fact]
    public async Task Who_may_draft_but_not_start_is_told_so_and_who_may_only_look_changes_nothing()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var drafter = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Broadcasts.Default, WeChatNotificationsPermissions.Broadcasts.Manage]);
        var id = await DraftAsync(drafter, "PermitHolders");
        var confirm = await drafter.GetAsync($"/broadcasts/wizard/confirm/{id}");
        confirm.Element("start").ShouldBeNull();
        confirm.Element("may-not-start")!.ShouldContain(WeChatNotificationsPermissions.Broadcasts.Send);
        (await drafter.PostAsync($"/broadcasts/wizard/confirm/{id}", "Start", confirm.AntiforgeryToken ?? (await drafter.GetAsync(Begin)).AntiforgeryToken)).Status.ShouldBe(HttpStatusCode.Forbidden);

        using var watcher = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Broadcasts.Default]);
        (await watcher.GetAsync("/broadcasts")).Element("new").ShouldBeNull();
        var detail = await watcher.GetAsync($"/broadcasts/detail/{id}");
        (detail.Element("continue"), detail.Element("to-start"), detail.Element("delete")).ShouldBe((null, null, null));
        (await watcher.GetAsync($"/broadcasts/wizard/message/{id}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_draft_of_another_tenant_is_not_there()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await ReadyAsync(shop);
        using var stranger = await Visitor.LogInAsync(host, (await host.NewShopAsync()).TenantId, RunningHost.AllPermissions);
        var token = (await stranger.GetAsync("")).AntiforgeryToken;
        foreach (var page in (string[])["detail", "bad-rows", "wizard/audience", "wizard/message", "wizard/list", "wizard/preview", "wizard/timing", "wizard/confirm"])
        {
            (await stranger.GetAsync($"/broadcasts/{page}/{id}")).Status.ShouldBe(HttpStatusCode.NotFound, page);
        }

        foreach (var (page, handler) in ((string, string?)[])[("detail", "Delete"), ("detail", "Cancel"), ("wizard/message", null), ("wizard/timing", null), ("wizard/confirm", "Start")])
        {
            (await stranger.PostAsync($"/broadcasts/{page}/{id}", handler, token)).Status.ShouldBe(HttpStatusCode.NotFound, page);
        }

        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}"))["status"].ShouldBe("draft");
    }
}
