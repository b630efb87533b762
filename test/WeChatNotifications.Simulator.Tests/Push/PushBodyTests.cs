using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Tests.Push;

/// <summary>Events letter by letter: numbers bare in XML and texts in JSON, one item an object and several an array.</summary>
public sealed class PushBodyTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_620_973_045);

    private const string XmlHead = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o-1]]></FromUserName><CreateTime>1620973045</CreateTime><MsgType><![CDATA[event]]></MsgType>";
    private const string JsonHead = """{"ToUserName":"gh_1","FromUserName":"o-1","CreateTime":"1620973045","MsgType":"event",""";

    [Fact]
    public void What_a_user_chose_in_the_dialog()
    {
        var one = new PopupEvent([("t-1", true)], Scene: 0);
        var two = new PopupEvent([("t-1", true), ("t-2", false)], Scene: 2);

        Json(one).ShouldBe($$$"""{{{JsonHead}}}"Event":"subscribe_msg_popup_event","List":{"TemplateId":"t-1","SubscribeStatusString":"accept","PopupScene":"0"}}""");
        Json(two).ShouldBe($$$"""{{{JsonHead}}}"Event":"subscribe_msg_popup_event","List":[{"TemplateId":"t-1","SubscribeStatusString":"accept","PopupScene":"2"},{"TemplateId":"t-2","SubscribeStatusString":"reject","PopupScene":"2"}]}""");
        Xml(two).ShouldBe(XmlHead + "<Event><![CDATA[subscribe_msg_popup_event]]></Event><SubscribeMsgPopupEvent>"
            + "<List><TemplateId><![CDATA[t-1]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>2</PopupScene></List>"
            + "<List><TemplateId><![CDATA[t-2]]></TemplateId><SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString><PopupScene>2</PopupScene></List>"
            + "</SubscribeMsgPopupEvent></xml>");
    }

    [Fact]
    public void What_a_user_turned_off()
    {
        var change = new ChangeEvent(["t-1"]);

        Json(change).ShouldBe($$$"""{{{JsonHead}}}"Event":"subscribe_msg_change_event","List":{"TemplateId":"t-1","SubscribeStatusString":"reject"}}""");
        Xml(change).ShouldBe(XmlHead + "<Event><![CDATA[subscribe_msg_change_event]]></Event><SubscribeMsgChangeEvent>"
            + "<List><TemplateId><![CDATA[t-1]]></TemplateId><SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString></List></SubscribeMsgChangeEvent></xml>");
    }

    [Fact]
    public void What_became_of_a_subscribe_message()
    {
        var sent = new SubscribeReceipt("t-1", 1_864_323_726_461_255_680, ReceiptOutcome.Success);

        Json(sent).ShouldBe($$$"""{{{JsonHead}}}"Event":"subscribe_msg_sent_event","List":{"TemplateId":"t-1","MsgID":"1864323726461255680","ErrorCode":"0","ErrorStatus":"success"}}""");
        Xml(sent with { Outcome = ReceiptOutcome.SystemFailed }).ShouldBe(XmlHead + "<Event><![CDATA[subscribe_msg_sent_event]]></Event><SubscribeMsgSentEvent>"
            + "<List><TemplateId><![CDATA[t-1]]></TemplateId><MsgID>1864323726461255680</MsgID><ErrorCode>-1</ErrorCode><ErrorStatus><![CDATA[system failed]]></ErrorStatus></List></SubscribeMsgSentEvent></xml>");
    }

    [Theory]
    [InlineData(ReceiptOutcome.Success, "success")]
    [InlineData(ReceiptOutcome.UserBlock, "failed:user block")]
    [InlineData(ReceiptOutcome.SystemFailed, "failed: system failed")]
    public void What_became_of_a_template_message(ReceiptOutcome outcome, string status) =>
        Xml(new TemplateReceipt(200_163_836, outcome)).ShouldBe(
            XmlHead + $"<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>200163836</MsgID><Status><![CDATA[{status}]]></Status></xml>");

    [Theory]
    [InlineData(true, "subscribe")]
    [InlineData(false, "unsubscribe")]
    public void Who_follows(bool follows, string name) =>
        Xml(new FollowEvent(follows)).ShouldBe(XmlHead + $"<Event><![CDATA[{name}]]></Event><EventKey><![CDATA[]]></EventKey></xml>");

    private static string Xml(PushEvent pushed) => PushBody.Write("gh_1", "o-1", At, pushed, PushFormat.Xml);

    private static string Json(PushEvent pushed) => PushBody.Write("gh_1", "o-1", At, pushed, PushFormat.Json);
}
