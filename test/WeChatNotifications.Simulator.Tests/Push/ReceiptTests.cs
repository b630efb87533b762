using System.Globalization;
using System.Text.Json.Nodes;
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
}
