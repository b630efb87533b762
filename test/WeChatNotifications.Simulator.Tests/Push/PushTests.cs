using System.Text.Json.Nodes;
using System.Xml.Linq;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Tests.Push;

/// <summary>Pushes as an app's server receives them, over real sockets.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private const string Account = "wx-account";
    private const string Token = "ShopToken";
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly ManualTime _time = new();
    private PushReceiver _server = null!;
    private Given _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PushReceiver.Start();
        _shop = await Given.A_shop(new SimulatorOptions { Time = _time });
        _shop.Control.SetApp(new() { AppId = Account, Secret = Given.Secret, Kind = AppKind.OfficialAccount });
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
        _time.Dispose();
    }

    [Fact]
    public async Task A_push_in_the_clear_is_signed_and_says_whom_it_is_about()
    {
        await SetPush();
        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1 &" });
        _shop.Control.SetClock(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

        await SetPush();
        _shop.Control.Unfollow(new() { AppId = Account, OpenId = "o-1 &" });

        var pushes = await _server.Await(2);
        var last = pushes.Single(push => push.Body.Contains("unsubscribe", StringComparison.Ordinal));
        last["signature"].ShouldBe(PushSignature.Of(Token, "1700000000", last["nonce"]));
        (last["timestamp"], last["openid"], last["encrypt_type"], last["msg_signature"]).ShouldBe(("1700000000", "o-1 &", "", ""));
        last.ContentType.ShouldBe("text/xml; charset=utf-8");
        var xml = XElement.Parse(last.Body);
        ((string)xml.Element("FromUserName")!, (string)xml.Element("CreateTime")!, (string)xml.Element("Event")!).ShouldBe(("o-1 &", "1700000000", "unsubscribe"));
        ((string)xml.Element("ToUserName")!).ShouldMatch("^gh_[0-9a-f]{12}$");
    }

    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public async Task In_the_secure_mode_nothing_can_be_read_without_the_key(PushFormat format)
    {
        await SetPush(Given.App, PushMode.Secure, format);

        _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = Given.Alice, TemplateIds = [Given.OrderPaid] });

        var push = (await _server.Await(1))[0];
        var fields = Fields(push.Body, format);
        fields.Keys.ShouldBe(["ToUserName", "Encrypt"]);
        push["encrypt_type"].ShouldBe("aes");
        push["msg_signature"].ShouldBe(PushSignature.Of(Token, push["timestamp"], push["nonce"], fields["Encrypt"]));
        var plain = new PushCipher(Key, Given.App).Decrypt(fields["Encrypt"])!;
        plain.ShouldBe(_shop.Control.Pushes().Pushes.ShouldHaveSingleItem().Body);
        Fields(plain, format)["Event"].ShouldBe("subscribe_msg_change_event");
    }

    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public async Task In_the_compatible_mode_both_are_there(PushFormat format)
    {
        await SetPush(Given.App, PushMode.Compatible, format);

        _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = Given.Alice, TemplateIds = [Given.OrderPaid, Given.Weather] });

        var push = (await _server.Await(1))[0];
        var fields = Fields(push.Body, format);
        (fields["FromUserName"], fields["Event"]).ShouldBe((Given.Alice, "subscribe_msg_change_event"));
        push["msg_signature"].ShouldBe(PushSignature.Of(Token, push["timestamp"], push["nonce"], fields["Encrypt"]));
        var plain = Fields(new PushCipher(Key, Given.App).Decrypt(fields["Encrypt"])!, format);
        fields.Remove("Encrypt");
        plain.ShouldBe(fields);
    }

    [Theory]
    [InlineData(200, "success")]
    [InlineData(200, "")]
    [InlineData(204, "")]
    public async Task Success_or_nothing_ends_it(int status, string answer)
    {
        _server.Answer = _ => (status, answer);
        await SetPush();

        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });

        var push = await Ended();
        push.State.ShouldBe(PushState.Delivered);
        (push.Tries.ShouldHaveSingleItem().Status, push.Tries[0].Answer, push.Tries[0].Error).ShouldBe((status, answer, null));
        _shop.Control.Pushes().Waiting.ShouldBe(0);
    }

    [Theory]
    [InlineData(500, "success", "it answered 500")]
    [InlineData(302, "", "it answered 302")]
    [InlineData(200, "ok", "it answered neither success nor nothing")]
    [InlineData(null, null, "it did not answer in time")]
    public async Task Anything_else_is_tried_three_times_with_the_same_body_and_new_signatures(int? status, string? answer, string error)
    {
        _server.Answer = _ => status is { } code ? (code, answer!) : null;
        await SetPush(Given.App, PushMode.Secure, PushFormat.Json);

        _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = Given.Alice, TemplateIds = [Given.OrderPaid] });
        for (var tries = 1; tries <= 3; tries++)
        {
            await _server.Await(tries);
            await Tried(status is null ? tries - 1 : tries);
            _time.Advance(FiveSeconds);
        }

        var push = await Ended();
        push.State.ShouldBe(PushState.GivenUp);
        push.Tries.Select(tried => (tried.Status, tried.Error)).ShouldBe(Enumerable.Repeat((status, (string?)error), 3));
        var received = _server.Received;
        received.Count.ShouldBe(3);
        received.Select(one => one.Body).Distinct().ShouldHaveSingleItem();
        received.Select(one => one["nonce"]).Distinct().Count().ShouldBe(3);
        received.Select(one => one["msg_signature"]).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_is_away_and_comes_to_its_senses_in_between_has_it_once()
    {
        var first = true;
        _server.Answer = _ => Interlocked.Exchange(ref first, false) ? (503, "") : (200, "success");
        await SetPush();

        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });
        await Tried(1);
        _time.Advance(FiveSeconds);

        var push = await Ended();
        (push.State, push.Tries.Count).ShouldBe((PushState.Delivered, 2));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_not_asked_again_for_a_moment_and_then_is()
    {
        _shop.Control.SetApp(new() { AppId = Account, Push = new() { Url = "http://127.0.0.1:1/", Token = Token } });
        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });
        await Tried(1);

        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-2" });
        await Eventually.Holds(() => _shop.Control.Pushes().Pushes[1].Tries.Count == 1, "it should have been tried");
        _shop.Control.Pushes().Pushes.Select(push => push.Tries[0].Error!.EndsWith("(found a moment ago)", StringComparison.Ordinal)).ShouldBe([false, true]);
        await SetPush();
        _time.Advance(FiveSeconds);
        await Eventually.Holds(() => _shop.Control.Pushes().Pushes.All(push => push.Tries.Count == 2), "both should have been tried again");

        _shop.Control.Pushes().Pushes.ShouldContain(push => !push.Tries[1].Error!.EndsWith("(found a moment ago)", StringComparison.Ordinal));
        _server.Received.ShouldBeEmpty("a push goes where it was to go when it happened");
    }

    [Fact]
    public async Task WeChat_waits_five_seconds_for_an_answer()
    {
        _server.Answer = _ => null;
        await SetPush();

        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });
        await _server.Await(1);
        _time.Advance(TimeSpan.FromMilliseconds(4_999));
        _shop.Control.Pushes().Pushes.ShouldHaveSingleItem().Tries.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await _server.Await(2);
        _shop.Control.Pushes().Pushes[0].Tries.ShouldHaveSingleItem().DurationMs.ShouldBe(5_000);
    }

    [Fact]
    public async Task An_encrypted_reply_counts_where_messages_are_encrypted()
    {
        var cipher = new PushCipher(Key, Given.App);
        var encrypted = cipher.Encrypt("""{"demo_resp":"good luck"}""", PushCipher.NewRandom());
        var signature = PushSignature.Of(Token, "1713424427", "415670741", encrypted);
        _server.Answer = _ => (200, $$"""{"Encrypt":"{{encrypted}}","MsgSignature":"{{signature}}","TimeStamp":1713424427,"Nonce":"415670741"}""");
        await SetPush(Given.App, PushMode.Secure, PushFormat.Json);
        _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = Given.Alice, TemplateIds = [Given.OrderPaid] });
        (await Ended()).State.ShouldBe(PushState.Delivered);
        _shop.Control.Reset(ResetScope.Traffic);
        _server.Answer = _ => (200, $"<xml><Encrypt>{encrypted}</Encrypt><MsgSignature>{new string('0', 40)}</MsgSignature><TimeStamp>1713424427</TimeStamp><Nonce>415670741</Nonce></xml>");

        _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = Given.Alice, TemplateIds = [Given.OrderPaid] });

        await Tried(1);
        _shop.Control.Pushes().Pushes[0].Tries[0].Error.ShouldBe("it answered neither success nor nothing");
    }

    [Fact]
    public async Task A_delivered_push_can_be_sent_again_byte_for_byte()
    {
        await SetPush(Given.App, PushMode.Secure, PushFormat.Json);
        _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = Given.Alice, TemplateIds = [Given.OrderPaid] });
        var original = await Ended();

        _shop.Control.RedeliverPushes(new() { Id = original.Id }).Pushes.ShouldBe(1);
        _shop.Control.RedeliverPushes(new() { AppId = Given.App, OpenId = Given.Bob }).Pushes.ShouldBe(0);

        var received = await _server.Await(2);
        received[1].Body.ShouldBe(received[0].Body);
        received[1]["nonce"].ShouldNotBe(received[0]["nonce"]);
        await Eventually.Holds(() => _shop.Control.Pushes().Waiting == 0, "both should have come to an end");
        _shop.Control.Pushes().Pushes.Select(push => (push.Id, push.RepeatOf, push.State)).ShouldBe([(1, null, PushState.Delivered), (2, 1, PushState.Delivered)]);
    }

    [Fact]
    public async Task A_server_that_is_slow_holds_up_no_other_push_and_no_call()
    {
        _server.Answer = push => push["openid"] == "o-slow" ? null : (200, "success");
        await SetPush();
        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-slow" });
        await _server.Await(1);

        for (var i = 0; i < 200; i++)
        {
            _shop.Control.Follow(new() { AppId = Account, OpenId = $"o-{i}" });
        }

        await _server.Await(201);
        await Eventually.Holds(() => _shop.Control.Pushes().Waiting == 1, "all but one should have come to an end");
    }

    [Fact]
    public async Task Pushes_are_read_by_app_user_and_event_in_pages_and_the_oldest_make_room()
    {
        await SetPush();
        for (var i = 0; i < 5; i++)
        {
            _shop.Control.Follow(new() { AppId = Account, OpenId = $"o-{i}" });
        }

        _shop.Control.Unfollow(new() { AppId = Account, OpenId = "o-0" });
        var page = _shop.Control.Pushes(new() { Event = "subscribe", Limit = 3 });
        page.Pushes.Select(push => push.OpenId).ShouldBe(["o-0", "o-1", "o-2"]);
        _shop.Control.Pushes(new() { Event = "subscribe", After = page.Next!.Value }).Pushes.Select(push => push.OpenId).ShouldBe(["o-3", "o-4"]);
        _shop.Control.Pushes(new() { OpenId = "o-0" }).Pushes.Select(push => push.Event).ShouldBe(["subscribe", "unsubscribe"]);
        _shop.Control.Pushes(new() { AppId = Given.App }).Pushes.ShouldBeEmpty();

        _shop.Control.ChangeSettings(new() { KeepPushes = 2 });
        _shop.Control.Unfollow(new() { AppId = Account, OpenId = "o-1" });

        _shop.Control.Pushes().Pushes.Select(push => push.Id).ShouldBe([6, 7]);
        _shop.Control.Reset(ResetScope.Traffic);
        _shop.Control.Pushes().Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_app_without_a_server_is_told_nothing_and_one_that_had_it_taken_away_no_more()
    {
        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });
        await SetPush();
        _shop.Control.RemovePush(Account);
        _shop.Control.Unfollow(new() { AppId = Account, OpenId = "o-1" });

        _shop.Control.Pushes().Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_simulator_that_stops_in_the_middle_of_a_push_does_not_wait_for_it_and_may_be_stopped_twice()
    {
        _server.Answer = _ => null;
        await SetPush();
        _shop.Control.Follow(new() { AppId = Account, OpenId = "o-1" });
        await _server.Await(1);

        await _shop.Server.DisposeAsync();
        await _shop.Server.DisposeAsync();

        _shop.Control.Pushes().Pushes.ShouldHaveSingleItem().State.ShouldBe(PushState.Waiting);
    }

    private async Task SetPush(string appId = Account, PushMode mode = PushMode.Plain, PushFormat format = PushFormat.Xml) => await _shop.Control.SetPushAsync(
        appId, new() { Url = _server.Url, Token = Token, EncodingAesKey = mode == PushMode.Plain ? null : Key, Mode = mode, Format = format });

    /// <summary>A little more than that: the simulator's timers are not finer than a millisecond.</summary>
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromMilliseconds(5_001);

    private async Task Tried(int times) =>
        await Eventually.Holds(() => _shop.Control.Pushes().Pushes is [{ Tries: var tries }] && tries.Count == times, $"it should have been tried {times} times");

    private async Task<PushRecord> Ended()
    {
        await Eventually.Holds(() => _shop.Control.Pushes().Pushes is [{ State: not PushState.Waiting }], "the push should come to its end");
        return _shop.Control.Pushes().Pushes.ShouldHaveSingleItem();
    }

    private static Dictionary<string, string> Fields(string body, PushFormat format) => format == PushFormat.Json
        ? JsonNode.Parse(body)!.AsObject().ToDictionary(field => field.Key, field => field.Value!.ToString(), StringComparer.Ordinal)
        : XElement.Parse(body).Elements().ToDictionary(field => field.Name.LocalName, field => field.Value, StringComparer.Ordinal);
}
