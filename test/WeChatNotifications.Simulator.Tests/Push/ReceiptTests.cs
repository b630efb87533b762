using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Tests.Push;

/// <summary>What an app's server hears of the messages it sent.</summary>
public sealed class ReceiptTests : IAsyncLifetime
{
    private PushReceiver _server = null!;
    private Given _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PushReceiver.Start();
        _shop = await Given.A_shop();
        _shop.Control.SetApp(new() { AppId = Given.App, Push = new() { Url = _server.Url, Token = "ShopToken", Format = PushFormat.Json } });
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_accepted_message_has_one_with_the_id_the_sender_was_given()
    {
        var first = await _shop.Send();
        var second = await _shop.SendWeather(Given.Bob);
        (await _shop.SendWeather("o-nobody")).Code.ShouldBe(40003);

        var receipts = (await _server.Await(2)).ToDictionary(push => push["openid"], push => JsonNode.Parse(push.Body)!["List"]!);

        receipts[Given.Alice].ToJsonString().ShouldBe($$"""{"TemplateId":"tmpl-order-paid","MsgID":"{{first.MessageId}}","ErrorCode":"0","ErrorStatus":"success"}""");
        ((string)receipts[Given.Bob]["MsgID"]!).ShouldBe(FormattableString.Invariant($"{second.MessageId}"));
        _shop.Control.Pushes().Pushes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task They_fail_when_told_to_wholly_or_in_part()
    {
        _shop.Control.ChangeSettings(new() { Receipt = ReceiptOutcome.SystemFailed });
        await _shop.SendWeather();
        ((string)JsonNode.Parse((await _server.Await(1))[0].Body)!["List"]!["ErrorStatus"]!).ShouldBe("system failed");
        _shop.Control.ChangeSettings(new() { ReceiptShare = 0.5 });

        for (var i = 0; i < 60; i++)
        {
            await _shop.SendWeather(text: $"day {i}");
        }

        var failed = (await _server.Await(61)).Skip(1).Count(push => push.Body.Contains("system failed", StringComparison.Ordinal));
        failed.ShouldBeInRange(5, 55);
    }

    [Fact]
    public async Task They_come_later_when_told_to_and_the_answer_does_not_wait_for_them()
    {
        using var time = new ManualTime();
        await using var shop = await Given.A_shop(new() { Time = time });
        shop.Control.SetApp(new() { AppId = Given.App, Push = new() { Url = _server.Url, Token = "ShopToken", Format = PushFormat.Json } });
        shop.Control.ChangeSettings(new() { ReceiptDelayMs = 3_000 });

        (await shop.SendWeather()).Code.ShouldBe(0);
        (await shop.SendWeather(Given.Bob)).Code.ShouldBe(0);
        time.Advance(TimeSpan.FromMilliseconds(2_999));
        _server.Received.ShouldBeEmpty();
        time.Advance(TimeSpan.FromMilliseconds(2));

        var receipts = await _server.Await(2);
        var sentAt = shop.Control.Messages().Messages[0].At;
        long.Parse((string)JsonNode.Parse(receipts[0].Body)!["CreateTime"]!, CultureInfo.InvariantCulture).ShouldBe(sentAt.AddSeconds(3).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_template_message_of_an_official_account_is_told_of_as_a_finished_job()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = Bound.Official, Push = new() { Url = _server.Url, Token = "ShopToken" } });
        var delivered = await shop.SendOfficial();
        shop.Control.BlockUser(Bound.Official, Bound.Follower);
        var blocked = await shop.SendOfficial(data: Bound.OfficialData("A-1002"));
        shop.Control.BlockUser(Bound.Official, Bound.Follower, blocked: false);
        shop.Control.ChangeSettings(new() { Receipt = ReceiptOutcome.SystemFailed });
        var failed = await shop.SendOfficial(data: Bound.OfficialData("A-1003"));

        (await shop.SendUniform(official: Bound.OfficialPart(data: Bound.OfficialData("A-1004")))).Code.ShouldBe(0);

        var receipts = (await _server.Await(4)).Select(push => XElement.Parse(push.Body)).ToList();
        receipts.ShouldAllBe(xml => (string)xml.Element("Event")! == "TEMPLATESENDJOBFINISH" && (string)xml.Element("FromUserName")! == Bound.Follower);
        var statuses = receipts.ToDictionary(xml => (long)xml.Element("MsgID")!, xml => (string)xml.Element("Status")!);
        (statuses[delivered.MessageId!.Value], statuses[blocked.MessageId!.Value], statuses[failed.MessageId!.Value])
            .ShouldBe(("success", "failed:user block", "failed: system failed"));
    }

    [Fact]
    public async Task A_notice_of_an_official_account_is_told_of_like_a_subscribe_message()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = Bound.Official, Push = new() { Url = _server.Url, Token = "ShopToken" } });
        shop.Control.ShowDialog(new() { AppId = Bound.Official, OpenId = Bound.Follower, Results = new Dictionary<string, string> { [Bound.Notice] = "accept" } });
        (await shop.SendNotice()).Code.ShouldBe(0);

        var events = (await _server.Await(2)).Select(push => XElement.Parse(push.Body)).ToDictionary(xml => (string)xml.Element("Event")!);

        ((int)events["subscribe_msg_popup_event"].Descendants("PopupScene").Single()).ShouldBe(1);
        ((string)events["subscribe_msg_sent_event"].Descendants("ErrorStatus").Single()).ShouldBe("success");
    }

    [Fact]
    public async Task Messages_by_form_id_have_none()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetApp(new() { AppId = Given.App, Push = new() { Url = _server.Url, Token = "ShopToken" } });

        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(0);
        (await shop.SendUniform(weapp: Bound.TemplatePart(shop.FormId()))).Code.ShouldBe(0);

        shop.Control.Pushes().Pushes.ShouldBeEmpty();
    }
}
