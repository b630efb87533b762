using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using static WeChatNotifications.Dashboard.Tests.Broadcasts.BroadcastSteps;

namespace WeChatNotifications.Dashboard.Tests.Broadcasts;

public sealed class SchedulePagesTests(RunningHost host)
{
    private const string Edit = "/broadcasts/schedules/edit";

    [Fact]
    public async Task A_recurring_broadcast_is_made_switched_off_run_by_hand_and_deleted()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        (await visitor.GetAsync("/broadcasts/schedules")).Element("schedules-empty").ShouldNotBeNull();

        var listed = await visitor.SubmitAsync(Edit, null, Filled("工作日 <早报>"));
        listed.Address.AbsolutePath.ShouldBe("/wechat/broadcasts/schedules", listed.Text);
        listed.Text.ShouldContain("每周一至周五 09:00");
        listed.Html.ShouldContain("&lt;");
        listed.Html.ShouldNotContain("<早报>");
        var id = listed.Element("schedules-row")!.Split("/schedules/edit/")[1].Split('"')[0];
        (await visitor.GetAsync($"{Edit}/{id}")).Element("value-product")!.ShouldContain(WebUtility.HtmlEncode("龙井茶"));

        var off = await visitor.SubmitAsync($"/broadcasts/schedules?id={id}", "Disable");
        off.Text.ShouldContain("停用");
        (await shop.Admin.GetAsync($"{Shop.Schedules}/{id}"))["isEnabled"].ShouldBe("false");
        await visitor.SubmitAsync($"/broadcasts/schedules?id={id}", "Enable");
        (await shop.Admin.GetAsync($"{Shop.Schedules}/{id}"))["isEnabled"].ShouldBe("true");

        var ran = await visitor.SubmitAsync($"/broadcasts/schedules?id={id}", "Run");
        ran.Address.AbsolutePath.ShouldStartWith("/wechat/broadcasts/detail/", Case.Sensitive, ran.Text);
        ran.Html.ShouldContain($"/wechat/broadcasts/schedules/edit/{id}");
        (await visitor.GetAsync("/broadcasts/schedules")).Element("last-broadcast")!.ShouldContain(IdOf(ran).ToString());
        (await visitor.GetAsync($"/broadcasts?ScheduleId={id}")).Element("broadcasts-row").ShouldNotBeNull();

        (await visitor.SubmitAsync($"/broadcasts/schedules?id={id}", "Delete")).Element("schedules-empty").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_next_five_times_are_shown_before_it_is_saved_in_its_own_zone()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var looked = await visitor.SubmitAsync(Edit, "Look", Filled("Report", cron: "30 8 * * *", zone: "America/New_York"));
        looked.Html.Split("data-testid=\"next-time\"").Length.ShouldBe(6);
        looked.Element("next-time")!.ShouldContain(" 08:30 -0");
        looked.Html.ShouldContain("value=\"Report\"");
        (await shop.Admin.GetAsync(Shop.Schedules)).Json["items"]!.AsArray().ShouldBeEmpty("looking saves nothing");

        var typing = await visitor.GetAsync(Edit + "?handler=Times&Input.Cron=0+9+*+*+MON&Input.TimeZone=Asia/Shanghai");
        typing.Html.ShouldNotContain("<html");
        typing.Text.ShouldContain("Monday at 09:00");
        (await visitor.GetAsync(Edit + "?handler=Times&Input.Cron=0+99+*+*+MON&Input.TimeZone=Asia/Shanghai")).Text.ShouldContain("0–23");
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_what_was_typed_stays()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.SubmitAsync(Edit, null, [.. Filled("", cron: "0 25 * * *", zone: "Mars/Olympus").Where(f => f.Value != "A1"), ("Input.MaxLatenessMinutes", "-1"), ("Input.RatePerSecond", "many")]);

        page.Element("error-Input_RatePerSecond").ShouldNotBeNull("it is no number, and nothing else is asked before");
        page.Html.ShouldContain("value=\"many\"");
        page = await visitor.SubmitAsync(Edit, null, [.. Filled("", cron: "0 25 * * *", zone: "Mars/Olympus").Where(f => f.Value != "A1"), ("Input.MaxLatenessMinutes", "-1")]);
        foreach (var field in (string[])["Input_Name", "Input_Cron", "Input_TimeZone", "Input_MaxLatenessMinutes", "orderNo"])
        {
            page.Element("error-" + field).ShouldNotBeNull(field);
        }

        page.Html.ShouldContain("value=\"Mars/Olympus\"");
        page.Element("value-product")!.ShouldContain(WebUtility.HtmlEncode("龙井茶"));
        (await shop.Admin.GetAsync(Shop.Schedules)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_tenants_is_not_there_and_who_may_not_send_can_only_look()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var id = (await visitor.SubmitAsync(Edit, null, Filled("Report"))).Element("schedules-row")!.Split("/schedules/edit/")[1].Split('"')[0];
        using var stranger = await Visitor.LogInAsync(host, (await host.NewShopAsync()).TenantId, RunningHost.AllPermissions);
        var token = (await stranger.GetAsync("")).AntiforgeryToken;

        (await stranger.GetAsync($"{Edit}/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var handler in (string[])["Run", "Disable", "Delete"])
        {
            (await stranger.PostAsync($"/broadcasts/schedules?id={id}", handler, token)).Status.ShouldBe(HttpStatusCode.NotFound, handler);
        }

        using var watcher = await Visitor.LogInAsync(host, shop.TenantId, [WeChatNotificationsPermissions.Broadcasts.Default]);
        var list = await watcher.GetAsync("/broadcasts/schedules");
        list.Element("schedules-row").ShouldNotBeNull();
        (list.Element("new"), list.Element("run"), list.Element("switch"), list.Element("delete")).ShouldBe((null, null, null, null));
        (await watcher.GetAsync($"{Edit}/{id}")).Element("save").ShouldBeNull();
    }

    private static (string Name, string Value)[] Filled(string name, string cron = "0 9 * * MON-FRI", string zone = "Asia/Shanghai") =>
    [
        ("Input.Name", name), ("Input.Template", "order-paid"), ("Input.Audience.Kind", "AllRecipients"), ("Input.Cron", cron), ("Input.TimeZone", zone), ("Input.IsEnabled", "true"), .. Values(),
    ];
}
