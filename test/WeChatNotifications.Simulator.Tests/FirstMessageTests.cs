namespace WeChatNotifications.Simulator.Tests;

public sealed class FirstMessageTests
{
    [Fact]
    public async Task A_message_to_a_subscribed_user_is_accepted_and_can_be_read_back()
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.Send(page: "pages/order/detail?id=7");

        reply.Raw.ShouldMatch("""^\{"errcode":0,"errmsg":"ok","msgid":\d{19}\}$""");
        reply.MessageId!.Value.ShouldBeGreaterThan(1L << 53);
        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        message.MsgId.ShouldBe(reply.MessageId.Value);
        message.OpenId.ShouldBe(Given.Alice);
        message.TemplateId.ShouldBe(Given.OrderPaid);
        message.Page.ShouldBe("pages/order/detail?id=7");
        message.State.ShouldBe("formal");
        message.Language.ShouldBe("zh_CN");
        message.Data.ShouldBe(new Dictionary<string, string> { ["character_string1"] = "A-1001", ["thing2"] = "tea", ["amount3"] = "¥12.50" });
    }

    [Fact]
    public async Task The_fourth_message_on_three_accepts_is_refused()
    {
        await using var shop = await Given.A_shop();
        for (var i = 0; i < 3; i++)
        {
            (await shop.Send()).Code.ShouldBe(0);
        }

        var refused = await shop.Send();

        refused.Code.ShouldBe(43101);
        refused.Text.ShouldMatch("^user refuse to accept the msg rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$");
        shop.Control.Report().Accepted.ShouldBe(3);
        shop.Control.Report().Count(Given.SendPath, "43101").ShouldBe(1);
    }
}
