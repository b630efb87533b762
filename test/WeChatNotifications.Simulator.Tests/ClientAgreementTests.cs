using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Simulator.Tests;

/// <summary>The module's own client and the simulator, written apart from the same sheet of facts, understand each other.</summary>
public sealed class ClientAgreementTests : IAsyncLifetime
{
    private static readonly KeyValuePair<string, string>[] Order = [new("first", "您好 👋"), new("keyword1", "A-1001"), new("remark", "谢谢\n再见")];
    private static readonly Dictionary<string, string> Colors = new() { ["keyword1"] = "#173177" };
    private static readonly MiniProgramLink Link = new(Given.App, "pages/order/detail?id=1&x=2");

    private Given _shop = null!;
    private HttpClient _http = null!;
    private WeChatApiClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Bound.Accounts();
        var options = new WeChatApiOptions { BaseAddress = _shop.Server.BaseAddress };
        _http = new(WeChatApiClient.CreateHandler(options)) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new(_http, options);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_template_message()
    {
        var formId = _shop.FormId();
        var message = new TemplateMessage
        {
            ToUser = Given.Alice,
            TemplateId = Bound.Legacy,
            FormId = formId,
            Page = "pages/index/index?a=b",
            Data = [new("keyword1", "A-1001"), new("keyword2", "茶")],
            Colors = Colors,
            EmphasisKeyword = "keyword2",
        };

        var first = await _client.SendTemplateMessageAsync(await _shop.Token(), message);
        var second = await _client.SendTemplateMessageAsync(await _shop.Token(), message);

        first.ShouldBe(new SendResult.Accepted(MessageId: null));
        CodeOf(second).ShouldBe(41029);
        var kept = Kept(SimulatedChannel.TemplateMessage);
        (kept.FormId, kept.Page, kept.EmphasisKeyword).ShouldBe((formId, "pages/index/index?a=b", "keyword2.DATA"));
        kept.Data.ShouldBe(new Dictionary<string, string> { ["keyword1"] = "A-1001", ["keyword2"] = "茶" });
    }

    [Fact]
    public async Task A_uniform_message_by_either_part()
    {
        var account = new UniformOfficialAccountPart { AppId = Bound.Official, TemplateId = Bound.OfficialOrder, MiniProgram = Link, Url = "https://shop.example/1", Data = Order, Colors = Colors };
        var weapp = new UniformMiniProgramPart { TemplateId = Bound.Legacy, FormId = _shop.FormIds(FormIdKind.PrepayId)[0], Data = [new("keyword1", "x")] };

        (await _client.SendUniformMessageAsync(await _shop.Token(), new() { ToUser = Given.Alice, OfficialAccountPart = account })).ShouldBe(new SendResult.Accepted(MessageId: null));
        var kept = Kept(SimulatedChannel.UniformMessage);
        (kept.AppId, kept.OpenId, kept.JumpAppId, kept.Page, kept.Url).ShouldBe((Bound.Official, Bound.Follower, Given.App, Link.PagePath!, "https://shop.example/1"));
        kept.Data["first"].ShouldBe("您好 👋");

        (await _client.SendUniformMessageAsync(await _shop.Token(), new() { ToUser = Given.Alice, MiniProgramPart = weapp, OfficialAccountPart = account })).ShouldBe(new SendResult.Accepted(MessageId: null));
        _shop.Control.Messages(new() { AppId = Given.App }).Messages.ShouldHaveSingleItem().FormId.ShouldBe(weapp.FormId);
    }

    [Fact]
    public async Task An_official_accounts_template_message()
    {
        var message = new OfficialAccountTemplateMessage
        {
            ToUser = Bound.Follower,
            TemplateId = Bound.OfficialOrder,
            Url = "https://shop.example/1",
            MiniProgram = Link,
            ClientMessageId = "order-1",
            Data = Order,
            Colors = Colors,
        };

        var first = await _client.SendOfficialAccountTemplateMessageAsync(await _shop.Token(Bound.Official), message);
        var second = await _client.SendOfficialAccountTemplateMessageAsync(await _shop.Token(Bound.Official), message);

        second.ShouldBe(first);
        var kept = Kept(SimulatedChannel.OfficialAccountTemplateMessage);
        first.ShouldBe(new SendResult.Accepted(kept.MsgId));
        (kept.JumpAppId, kept.Page, kept.Url, kept.ClientMessageId).ShouldBe((Given.App, Link.PagePath!, "https://shop.example/1", "order-1"));
        var bad = await _client.SendOfficialAccountTemplateMessageAsync(
            await _shop.Token(Bound.Official), message with { TemplateId = Bound.OfficialTyped, ClientMessageId = null });
        bad.ShouldBeOfType<SendResult.Refused>().Error.InvalidField.ShouldBe("thing01");
    }

    [Fact]
    public async Task An_official_accounts_subscribe_message()
    {
        _shop.Control.Decide(new() { AppId = Bound.Official, OpenId = Bound.Follower, TemplateId = Bound.Notice });
        var message = new OfficialAccountSubscribeMessage { ToUser = Bound.Follower, TemplateId = Bound.Notice, Page = "https://shop.example/1", MiniProgram = Link, Data = [new("thing1", "茶")] };

        (await _client.SendOfficialAccountSubscribeMessageAsync(await _shop.Token(Bound.Official), message)).ShouldBe(new SendResult.Accepted(MessageId: null));

        var kept = Kept(SimulatedChannel.OfficialAccountSubscribeMessage);
        (kept.Url, kept.JumpAppId, kept.Page, kept.Data["thing1"]).ShouldBe(("https://shop.example/1", Given.App, Link.PagePath!, "茶"));
        CodeOf(await _client.SendOfficialAccountSubscribeMessageAsync(await _shop.Token(Bound.Official), message)).ShouldBe(43101);
    }

    [Fact]
    public async Task The_retired_calls_of_today()
    {
        _shop.Control.ChangeSettings(new() { Period = SimulatedPeriod.Today });
        var token = await _shop.Token();
        var account = new UniformOfficialAccountPart { AppId = Bound.Official, TemplateId = Bound.OfficialOrder, Data = Order };

        CodeOf(await _client.SendTemplateMessageAsync(token, new() { ToUser = Given.Alice, TemplateId = Bound.Legacy, FormId = "any", Data = [] })).ShouldBe(45103);
        CodeOf(await _client.SendUniformMessageAsync(token, new() { ToUser = Given.Alice, OfficialAccountPart = account })).ShouldBe(45109);
    }

    private SimulatedMessage Kept(SimulatedChannel channel) => _shop.Control.Messages(new() { Channel = channel }).Messages.ShouldHaveSingleItem();

    private static int CodeOf(SendResult result) => result.ShouldBeOfType<SendResult.Refused>().Error.Code;
}
