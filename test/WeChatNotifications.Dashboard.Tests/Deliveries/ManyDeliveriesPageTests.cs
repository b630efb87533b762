using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Deliveries;

public sealed class ManyDeliveriesPageTests(RunningHost host)
{
    [Fact]
    public async Task Before_all_are_cancelled_the_page_says_how_many_and_afterwards_how_many_were()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var sent = await shop.SendAsync("alice");
        await shop.DeliveryAsync(sent, "sent");
        var waiting = new[] { await shop.SendTomorrowAsync(), await shop.SendTomorrowAsync() };
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/deliveries/many?openId=alice&template=order-paid");
        page.Element("many-total")!.ShouldStartWith("<dd data-testid=\"many-total\">3<");
        page.Element("many-cancellable")!.ShouldStartWith("<dd data-testid=\"many-cancellable\">2<");
        page.Element("many-filters")!.ShouldContain("alice");
        page.Element("many-retry")!.Split('>')[0].ShouldContain("disabled");

        var done = await visitor.SubmitAsync("/deliveries/many?openId=alice&template=order-paid", "Cancel");

        done.Address.AbsolutePath.ShouldBe("/wechat/deliveries");
        done.Text.ShouldContain("Cancelled 2; 1 were left as they are.");
        foreach (var id in waiting)
        {
            (await shop.DeliveryAsync(id))["status"].ShouldBe("cancelled");
        }

        (await shop.DeliveryAsync(sent))["status"].ShouldBe("sent");
    }

    [Fact]
    public async Task All_that_were_refused_are_sent_again()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendAsync("carol");
        await shop.DeliveryAsync(id, "skipped");
        host.WeChat.Control.Decide(new() { AppId = shop.AppId, OpenId = "carol", TemplateId = Shop.WeChatTemplate });
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");

        var done = await visitor.SubmitAsync("/deliveries/many?status=Skipped", "Retry");

        done.Text.ShouldContain("已重新发送 1 条，0 条保持不变。");
        await shop.DeliveryAsync(id, "sent");
    }

    [Fact]
    public async Task Without_a_filter_nothing_is_changed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var id = await shop.SendTomorrowAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync("/deliveries/many")).Address.AbsolutePath.ShouldBe("/wechat/deliveries");
        var refused = await visitor.PostAsync("/deliveries/many", "Cancel", (await visitor.GetAsync("")).AntiforgeryToken);

        refused.Status.ShouldBe(HttpStatusCode.OK);
        refused.Element("alert").ShouldNotBeNull();
        (await shop.DeliveryAsync(id))["status"].ShouldBe("pending");
    }
}
