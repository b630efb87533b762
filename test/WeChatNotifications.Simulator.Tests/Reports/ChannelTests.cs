using System.Text;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Tests.Reports;

/// <summary>Messages of every channel lie in one store and are counted alike.</summary>
public sealed class ChannelTests
{
    private static readonly SimulatedChannel[] Every = Enum.GetValues<SimulatedChannel>();

    [Fact]
    public async Task Every_channel_is_kept_counted_and_can_be_asked_for()
    {
        await using var shop = await Bound.Accounts();
        await SendByEvery(shop);

        shop.Control.Messages().Messages.Select(message => message.Channel).ShouldBe(Every);
        shop.Control.Messages().Messages.Select(message => message.Sequence).ShouldBe([1, 2, 3, 4, 5]);
        foreach (var channel in Every)
        {
            shop.Control.Messages(new() { Channel = channel }).Messages.ShouldHaveSingleItem().Channel.ShouldBe(channel);
        }

        var report = shop.Control.Report();
        report.Accepted.ShouldBe(5);
        report.AcceptedByChannel.ShouldBe(Every.ToDictionary(channel => channel, _ => 1L));
        report.AcceptedByApp.ShouldBe(new Dictionary<string, long> { [Given.App] = 2, [Bound.Official] = 3 });
        report.Calls.Where(call => call.Outcome == "0" && call.Path.Contains("/message/", StringComparison.Ordinal)).Select(call => call.Path)
            .ShouldBe([Given.SendPath, Bound.TemplatePath, Bound.UniformPath, Bound.OfficialPath, Bound.NoticePath], ignoreOrder: true);

        shop.Control.Reset(ResetScope.Traffic);

        shop.Control.Report().AcceptedByChannel.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_message_twice_is_a_duplicate_on_every_channel()
    {
        await using var shop = await Bound.Accounts();
        await SendByEvery(shop);
        await SendByEvery(shop);

        // The uniform message and the official account's own are the same to the user: one follower, one template, the same values.
        var report = shop.Control.Report();
        (report.Accepted, report.Distinct, report.Duplicates).ShouldBe((10, 4, 6));
    }

    [Fact]
    public async Task Another_address_is_another_message()
    {
        await using var shop = await Bound.Accounts();
        await shop.SendOfficial(url: "https://shop.example/1");
        await shop.SendOfficial(url: "https://shop.example/2");
        await shop.SendOfficial(url: "https://shop.example/2", miniprogram: new { appid = Given.App, pagepath = "pages/index/index" });

        shop.Control.Report().Distinct.ShouldBe(3);
    }

    [Theory]
    [InlineData(Bound.TemplatePath)]
    [InlineData(Bound.UniformPath)]
    [InlineData(Bound.OfficialPath)]
    [InlineData(Bound.NoticePath)]
    public async Task Faults_strike_a_call_by_its_path_its_user_and_its_template(string path)
    {
        await using var shop = await Bound.Accounts();
        var (openId, template) = path switch
        {
            Bound.TemplatePath => (Given.Alice, Bound.Legacy),
            Bound.UniformPath => (Given.Alice, Bound.OfficialOrder),
            Bound.OfficialPath => (Bound.Follower, Bound.OfficialOrder),
            _ => (Bound.Follower, Bound.Notice),
        };
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = path, OpenId = openId, TemplateId = template });

        await SendByEvery(shop, struck: path);

        shop.Control.Report().Accepted.ShouldBe(4);
        shop.Control.Report().Count(path, "fault:wechat-error").ShouldBe(1);
    }

    [Fact]
    public void Whoever_listens_hears_of_each_accepted_message_once_and_of_refused_ones_not()
    {
        var weChat = new SimulatedWeChat(TimeProvider.System, new() { Period = SimulatedPeriod.Of2018 }, callLogSize: 0);
        var control = new SimulatorControl(weChat);
        control.Seed(Given.Document);
        control.Seed(Bound.Document);
        var heard = new List<SentMessage>();
        weChat.SentMessages = new Listener(heard);
        var formId = control.IssueFormIds(new() { AppId = Given.App, OpenId = Given.Alice, Kind = FormIdKind.PrepayId }).FormIds[0];
        var template = $$"""{"touser":"o-alice","template_id":"tmpl-legacy","form_id":"{{formId}}"}""";
        const string official = """{"touser":"f-alice","template_id":"tmpl-official-order","client_msg_id":"1","data":{"first":{"value":"x"}}}""";

        Call(weChat, Given.SendPath, Given.App, Given.Body()).ShouldBe(0);
        Call(weChat, Given.SendPath, Given.App, Given.Body(page: "pages/none")).ShouldBe(41030);
        Call(weChat, Bound.TemplatePath, Given.App, template).ShouldBe(0);
        Call(weChat, Bound.UniformPath, Given.App, """{"touser":"o-alice","mp_template_msg":{"appid":"wx0000000000000009","template_id":"tmpl-official-order","data":{"first":{"value":"x"}}}}""").ShouldBe(0);
        Call(weChat, Bound.OfficialPath, Bound.Official, official).ShouldBe(0);
        Call(weChat, Bound.OfficialPath, Bound.Official, official).ShouldBe(0);

        heard.Select(sent => (sent.Channel, sent.App.AppId, sent.User.OpenId, sent.Template.TemplateId, sent.MessageId)).ShouldBe(
            control.Messages().Messages.Select(message => (message.Channel, message.AppId, message.OpenId, message.TemplateId, message.MsgId)));
        heard.Select(sent => sent.App.AppId).ShouldBe([Given.App, Given.App, Bound.Official, Bound.Official]);
    }

    private static async Task SendByEvery(Given shop, string? struck = null)
    {
        shop.Control.Decide(new() { AppId = Bound.Official, OpenId = Bound.Follower, TemplateId = Bound.Notice });
        int Expected(string path) => path == struck ? -1 : 0;

        (await shop.Send()).Code.ShouldBe(0);
        (await shop.SendTemplate(shop.FormId())).Code.ShouldBe(Expected(Bound.TemplatePath));
        (await shop.SendUniform(official: Bound.OfficialPart(url: null))).Code.ShouldBe(Expected(Bound.UniformPath));
        (await shop.SendOfficial()).Code.ShouldBe(Expected(Bound.OfficialPath));
        (await shop.SendNotice()).Code.ShouldBe(Expected(Bound.NoticePath));
    }

    /// <summary>A call on its way through the simulator, without a server around it.</summary>
    private static int Call(SimulatedWeChat weChat, string path, string appId, string body)
    {
        var token = System.Text.Json.Nodes.JsonNode.Parse(weChat.Tokens.IssueStable(weChat.Apps[appId], force: false)!.Value.Body)!["access_token"];
        var http = new DefaultHttpContext();
        http.Request.Method = HttpMethods.Post;
        http.Request.QueryString = new($"?access_token={token}");
        var call = weChat.Endpoints[path].Start(http);
        call.Body = Encoding.UTF8.GetBytes(body);
        call.Identify();
        var answer = call.Process();
        call.Release();
        return answer.Code;
    }

    private sealed class Listener(List<SentMessage> heard) : ISentMessages
    {
        public void MessageSent(in SentMessage message) => heard.Add(message);
    }
}
