using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using static WeChatNotifications.Dashboard.Tests.Broadcasts.BroadcastSteps;

namespace WeChatNotifications.Dashboard.Tests.Broadcasts;

public sealed class BroadcastPagesTests(RunningHost host)
{
    [Fact]
    public async Task Broadcasts_are_listed_filtered_and_paged()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        (await visitor.GetAsync("/broadcasts")).Element("broadcasts-empty").ShouldNotBeNull();
        for (var i = 0; i < 26; i++)
        {
            await ReadyAsync(shop, $"Sale <{i}>");
        }

        var first = await visitor.GetAsync("/broadcasts");
        first.Html.ShouldContain("Sale &lt;25&gt;");
        first.Html.ShouldNotContain("Sale &lt;0&gt;");
        var next = first.Element("next-page")!.Split("href=\"")[1].Split('"')[0];
        var second = await visitor.GetAsync("~" + WebUtility.HtmlDecode(next));
        second.Html.ShouldContain("Sale &lt;0&gt;");
        second.Element("first-page").ShouldNotBeNull();

        (await visitor.GetAsync("/broadcasts?Name=%3C25")).Html.Split("data-testid=\"broadcasts-row\"").Length.ShouldBe(2);
        (await visitor.GetAsync("/broadcasts?State=Running")).Element("broadcasts-empty").ShouldNotBeNull();
        (await visitor.GetAsync("/broadcasts?State=asleep&After=nonsense")).Status.ShouldBe(HttpStatusCode.OK, "what an address says wrongly is told, not thrown");
    }

    [Fact]
    public async Task A_running_broadcast_is_shown_live_held_goes_on_and_is_ended()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        var id = await ReadyAsync(shop, rate: 1, audience: "list");
        await UploadAsync(visitor, id, "openId\n" + string.Concat(Enumerable.Range(1, 300).Select(i => $"o-{i}\n")));
        await visitor.SubmitAsync($"/broadcasts/wizard/confirm/{id}", "Start");

        var page = await visitor.GetAsync($"/broadcasts/detail/{id}");
        page.Element("state")!.ShouldContain("进行中");
        page.Html.ShouldContain("data-wx-live");
        page.Element("progress-bar")!.ShouldStartWith("<progress");
        page.Element("count-total")!.ShouldContain(">300<");
        page.Text.ShouldContain("剩余时间");
        (await visitor.GetAsync("/broadcasts")).Html.ShouldContain("data-wx-live");

        (await visitor.SubmitAsync($"/broadcasts/detail/{id}", "Pause")).Element("state")!.ShouldContain("data-state=\"Paused\"");
        (await visitor.SubmitAsync($"/broadcasts/detail/{id}", "Resume")).Element("state")!.ShouldContain("data-state=\"Running\"");
        (await visitor.GetAsync($"/broadcasts/detail/{id}")).Element("cancel-confirm").ShouldNotBeNull();
        var ended = await visitor.SubmitAsync($"/broadcasts/detail/{id}", "Cancel");
        ended.Element("state")!.ShouldContain("data-state=\"Cancelled\"");
        ended.Element("cancel").ShouldBeNull();

        var late = await visitor.SubmitAsync($"/broadcasts/detail/{id}", "Resume");
        late.Status.ShouldBe(HttpStatusCode.OK);
        late.Element("alert")!.ShouldContain("已取消", Case.Sensitive, "the state says why it is refused");
    }
}
