using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Tests.Push;

namespace WeChatNotifications.Simulator.Tests.Control;

/// <summary>What users do and what is pushed, over the control API: by the typed client and as curl sees it.</summary>
public sealed class PeopleControlTests : IAsyncLifetime
{
    private const string Account = "wx-account";
    private Given _shop = null!;
    private PushReceiver _server = null!;
    private SimulatorControlClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PushReceiver.Start();
        _shop = await Given.A_shop();
        _client = new(_shop.Http);
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Codes_are_issued_and_good_for_a_log_in()
    {
        await _client.SetUserAsync(new() { AppId = Given.App, OpenId = Given.Alice, UnionId = "u-1" });

        var codes = await _client.IssueLoginCodesAsync(new() { AppId = Given.App, OpenId = Given.Alice, Count = 2 });

        codes.Count.ShouldBe(2);
        var session = await _shop.Get($"/sns/jscode2session?appid={Given.App}&secret={Given.Secret}&js_code={codes[1]}&grant_type=authorization_code");
        ((string)session.Json["unionid"]!).ShouldBe("u-1");
    }

    [Fact]
    public async Task Dialogs_and_refusals_change_grants()
    {
        var answer = await _client.ShowDialogAsync(new() { AppId = Given.App, OpenId = "o-new", Results = new Dictionary<string, string> { [Given.OrderPaid] = "accept" } });
        (answer.ErrorMessage, answer.ErrorCode, answer.Results[Given.OrderPaid]).ShouldBe(("requestSubscribeMessage:ok", null, "accept"));
        (await _client.GrantsAsync(Given.App, "o-new")).ShouldHaveSingleItem().Sends.ShouldBe(1);

        await _client.UnsubscribeTemplateAsync(new() { AppId = Given.App, OpenId = "o-new", TemplateIds = [Given.OrderPaid] });

        (await _client.GrantsAsync(Given.App, "o-new")).ShouldHaveSingleItem().ShouldBe(new(Given.App, "o-new", Given.OrderPaid, Sends: 0, LongTerm: false, Rejected: true));
        (await _client.ShowDialogAsync(new() { AppId = Given.App, OpenId = "o-new", Results = new Dictionary<string, string>() })).ErrorCode.ShouldBe(10001);
    }

    [Fact]
    public async Task A_dialogs_answer_is_what_the_page_would_get()
    {
        var (_, ok) = await Post("dialog", """{"appId":"wx0000000000000001","openId":"o-new","results":{"tmpl-order-paid":"accept"},"always":true}""");
        ok.ShouldBe("""{"errMsg":"requestSubscribeMessage:ok","tmpl-order-paid":"accept"}""");
        var (_, mixed) = await Post("dialog", """{"appId":"wx0000000000000001","openId":"o-new","results":{"tmpl-order-paid":"accept","tmpl-weather":"accept"}}""");

        mixed.ShouldBe("""{"errMsg":"requestSubscribeMessage:fail Templates type must be same","errCode":20002}""");
    }

    [Fact]
    public async Task Followers_come_by_number_by_name_or_both()
    {
        await _client.SetAppAsync(new() { AppId = Account, Secret = Given.Secret, Kind = AppKind.OfficialAccount, Followers = new FollowersSeed { Count = 3, UnionIdPrefix = "u-", OpenIds = ["o-1"] } });
        (await Followers()).ShouldBe(4);
        (await Post("apps", """{"appId":"wx-account","followers":5}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Followers()).ShouldBe(6);
        (await Post("apps", """{"appId":"wx-account","followers":["o-2","o-3"]}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Followers()).ShouldBe(8);

        await _client.UnfollowAsync(Account, "o-2");
        await _client.UnfollowAsync(Account, "o-3");
        await _client.FollowAsync(Account, "o-2");

        (await Followers()).ShouldBe(7);
    }

    [Fact]
    public async Task Pushes_are_set_up_read_repeated_and_given_up()
    {
        await _client.SetAppAsync(new() { AppId = Account, Secret = Given.Secret, Kind = AppKind.OfficialAccount });
        await _client.SetPushAsync(Account, new() { Url = _server.Url, Token = "ShopToken", EncodingAesKey = new('k', 43), Mode = PushMode.Compatible });
        await _client.FollowAsync(Account, "o-1 &");
        await _client.FollowAsync(Account, "o-2");
        await Eventually.Holds(() => _shop.Control.Pushes().Waiting == 0, "both should have come to an end");

        var page = await _client.PushesAsync(new() { AppId = Account, OpenId = "o-1 &", Event = "subscribe", Id = 1 });
        var push = page.Pushes.ShouldHaveSingleItem();
        (push.Id, push.Mode, push.Format, push.State, push.Tries.Count, page.Next, page.Waiting, page.Dropped)
            .ShouldBe((1, PushMode.Compatible, PushFormat.Xml, PushState.Delivered, 1, null, 0, 0));
        push.Body.ShouldNotContain("Encrypt");
        (await _client.PushesAsync(new() { Limit = 1 })).Next.ShouldBe(1);
        (await _client.RedeliverPushesAsync(new() { OpenId = "o-2" })).ShouldBe(1);
        (await _client.RedeliverPushesAsync()).ShouldBe(3);
        await _server.Await(6);

        await _client.RemovePushAsync(Account);
        await _client.UnfollowAsync(Account, "o-2");
        (await _client.PushesAsync()).Pushes.Count.ShouldBe(6);
        var refusal = await Should.ThrowAsync<SimulatorControlException>(() => _client.SetPushAsync(Account, new() { Url = "http://127.0.0.1:1/", Token = "ShopToken" }));
        refusal.Message.ShouldStartWith("The URL check of wx-account failed: ");
    }

    [Fact]
    public async Task Settings_of_pushes_and_templates_go_in_and_come_back()
    {
        await _client.ChangeSettingsAsync(new()
        {
            PushTimeoutMs = 60,
            KeepPushes = 5,
            ReceiptDelayMs = 7,
            Receipt = ReceiptOutcome.UserBlock,
            ReceiptShare = 0.25,
            PushSilentChoices = true,
            EmptyNextOpenIdOnLastPage = true,
        });

        var settings = await _client.SettingsAsync();
        (settings.PushTimeoutMs, settings.KeepPushes, settings.ReceiptDelayMs, settings.Receipt, settings.ReceiptShare, settings.PushSilentChoices, settings.EmptyNextOpenIdOnLastPage)
            .ShouldBe((60, 5, 7, ReceiptOutcome.UserBlock, 0.25, true, true));
        await _client.BanLibraryTemplateAsync(1754);
        (await Add()).ShouldBe(200013);
        await _client.BanLibraryTemplateAsync(1754, banned: false);
        (await Add()).ShouldBe(0);
    }

    [Theory]
    [InlineData("login-codes", """{"appId":"none","openId":"o-1"}""", "There is no app none.")]
    [InlineData("login-codes", """{"appId":"wx0000000000000001","openId":"o-1","count":0}""", "Count must be between 1 and 10000")]
    [InlineData("dialog", """{"appId":"wx0000000000000001","openId":"o-1","results":{"tmpl-weather":"maybe"}}""", "cannot choose maybe")]
    [InlineData("dialog", """{"appId":"wx0000000000000001","openId":"o-1","results":{},"scene":3}""", "Scene must be between 0 and 2")]
    [InlineData("dialog", """{"appId":"wx0000000000000001","openId":"o-1"}""", "results")]
    [InlineData("unsubscribe-template", """{"appId":"wx0000000000000001","openId":"o-1","templateIds":["none"]}""", "has no template none")]
    [InlineData("follow", """{"appId":"wx0000000000000001","openId":"o-1"}""", "is not an official account")]
    [InlineData("unfollow", """{"appId":"none","openId":"o-1"}""", "There is no app none.")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","followers":5}""", "is not an official account")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","kind":"officialAccount","followers":-1}""", "Count must be between 0 and 50000000")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","kind":"officialAccount","followers":[""]}""", "empty openid")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","kind":"officialAccount","followers":[1]}""", "followers")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","kind":"officialAccount","followers":{"cuont":1}}""", "followers")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","kind":"officialAccount","followers":"many"}""", "followers")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","push":{"url":"http://example.org/","token":"abc"}}""", "--allow-remote-push")]
    [InlineData("apps", """{"appId":"wx-new","secret":"x","push":{"url":"http://127.0.0.1/","token":"abc","mode":1}}""", "mode")]
    [InlineData("apps/none/push", """{"url":"http://127.0.0.1/","token":"abc"}""", "There is no app none.")]
    [InlineData("apps/wx0000000000000001/push", """{"url":"http://127.0.0.1:1/","token":"abc"}""", "The URL check of wx0000000000000001 failed")]
    [InlineData("pushes/redeliver", """{"ids":[1]}""", "'ids'")]
    [InlineData("library/1/ban", "", "The template library has no template 1.")]
    [InlineData("settings", """{"receiptShare":2}""", "ReceiptShare must be between 0 and 1")]
    [InlineData("settings", """{"receipt":"lost"}""", "receipt")]
    [InlineData("settings", """{"pushTimeoutMs":1}""", "PushTimeoutMs must be between 10 and 60000")]
    public async Task What_cannot_be_is_refused_with_400_and_the_reason(string path, string body, string reason)
    {
        var (status, text) = await Post(path, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        ((string)JsonNode.Parse(text)!["error"]!).ShouldContain(reason);
        _shop.Control.Apps().Count.ShouldBe(2);
    }

    private async Task<int> Followers() => (await _client.AppsAsync()).Single(app => app.AppId == Account).Followers;

    private async Task<int> Add() => (await _shop.Post($"/wxaapi/newtmpl/addtemplate?access_token={await _shop.Token()}", """{"tid":"1754","kidList":[1,2]}""")).Code;

    private async Task<(HttpStatusCode Status, string Text)> Post(string path, string body)
    {
        using var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _shop.Http.PostAsync($"_sim/{path}", content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
