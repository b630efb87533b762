using System.Text;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.WeChatApi.Tests.Callbacks;

public sealed class PushedMessageReaderTests
{
    private const string Head = """
        "ToUserName":"gh_1","FromUserName":"o-alice","CreateTime":"1620973045","MsgType":"event"
        """;

    private const string XmlHead = "<ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o-alice]]></FromUserName><CreateTime>1620973045</CreateTime><MsgType><![CDATA[event]]></MsgType>";

    [Theory]
    [InlineData("""{"TemplateId":"T1","SubscribeStatusString":"accept","PopupScene":"0"}""", 1)]
    [InlineData("""[{"TemplateId":"T1","SubscribeStatusString":"accept","PopupScene":0}]""", 1)]
    [InlineData("""[{"TemplateId":"T1","SubscribeStatusString":"accept","PopupScene":"0"},{"TemplateId":"T2","SubscribeStatusString":"reject","PopupScene":2,},]""", 2)]
    [InlineData("[]", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    [InlineData("\"text\"", 0)]
    public void A_JSON_list_is_an_object_an_array_or_nothing(string list, int count)
    {
        var message = Read($$"""{{{Head}},"Event":"subscribe_msg_popup_event","List":{{list}}}""")!;
        message.Event.ShouldBe("subscribe_msg_popup_event");
        message.Items.Count.ShouldBe(count);
        if (count > 0)
        {
            message.Items[0].ShouldBe(new SubscriptionItem { TemplateId = "T1", Decision = "accept", PopupScene = 0 });
        }

        if (count > 1)
        {
            message.Items[1].ShouldBe(new SubscriptionItem { TemplateId = "T2", Decision = "reject", PopupScene = 2 });
        }
    }

    [Fact]
    public void A_JSON_list_may_be_missing() => Read($$"""{{{Head}},"Event":"subscribe_msg_popup_event"}""")!.Items.ShouldBeEmpty();

    [Fact]
    public void An_XML_list_stands_in_an_element_of_the_event_once_or_several_times()
    {
        var message = Read($"""
            <xml>{XmlHead}<Event><![CDATA[subscribe_msg_popup_event]]></Event>
            <SubscribeMsgPopupEvent>
              <List><TemplateId><![CDATA[T1]]></TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>1</PopupScene></List>
              <List><TemplateId><![CDATA[T2]]></TemplateId><SubscribeStatusString>reject</SubscribeStatusString><PopupScene>2</PopupScene></List>
            </SubscribeMsgPopupEvent></xml>
            """)!;
        message.Items.ShouldBe(
        [
            new SubscriptionItem { TemplateId = "T1", Decision = "accept", PopupScene = 1 },
            new SubscriptionItem { TemplateId = "T2", Decision = "reject", PopupScene = 2 },
        ]);
        message.Fields.Keys.ShouldBe(["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event"], ignoreOrder: true);
    }

    [Fact]
    public void Both_formats_of_an_event_are_the_same_message()
    {
        var json = Read($$$"""{{{{Head}}},"Event":"subscribe_msg_sent_event","List":{"TemplateId":"T1","MsgID":"1864323726461255680","ErrorCode":"0","ErrorStatus":"success"}}""")!;
        var xml = Read($"<xml>{XmlHead}<Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent><List><TemplateId>T1</TemplateId><MsgID>1864323726461255680</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent></xml>")!;
        foreach (var message in (PushedMessage[])[json, xml])
        {
            (message.ToUserName, message.FromUserName, message.MsgType, message.CreateTime)
                .ShouldBe(("gh_1", "o-alice", "event", DateTimeOffset.FromUnixTimeSeconds(1620973045)));
            message.Items.ShouldBe([new SubscriptionItem { TemplateId = "T1", MessageId = 1864323726461255680, ErrorCode = 0, ErrorStatus = "success" }]);
        }
    }

    [Fact]
    public void A_receipt_of_a_template_message_has_its_id_and_its_status()
    {
        var message = Read($"<xml>{XmlHead}<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>1226691075109289985</MsgID><Status><![CDATA[failed:user block]]></Status></xml>")!;
        (message.Event, message.MessageId, message.Status).ShouldBe(("TEMPLATESENDJOBFINISH", 1226691075109289985, "failed:user block"));
    }

    [Theory]
    [InlineData("1714112445")]
    [InlineData("\"1714112445\"")]
    [InlineData("\" 1714112445 \"")]
    public void A_number_may_be_a_text(string time) => Read($$"""{"CreateTime":{{time}}}""")!.CreateTime.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1714112445));

    [Theory]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("253402300800")]
    [InlineData("\"soon\"")]
    [InlineData("1.5e9")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_time_is_none(string time) => Read($$"""{"CreateTime":{{time}},"MsgType":"text"}""")!.CreateTime.ShouldBeNull();

    [Fact]
    public void A_users_message_keeps_everything_a_host_may_want()
    {
        var message = Read("<xml><MsgType>text</MsgType><Content><![CDATA[a < b && 😀 \u0008]]></Content><MsgId>22776644551122334</MsgId></xml>")!;
        message.Fields["content"].ShouldBe("a < b && 😀 \uFFFD");
        message.MessageId.ShouldBe(22776644551122334);
        message.Text.ShouldContain("<Content>");
        message.ToString().ShouldNotContain("😀");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("success")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":1} x")]
    [InlineData("{\"a\"}")]
    [InlineData("{/* no */}")]
    [InlineData("<xml>")]
    [InlineData("<xml></yml>")]
    [InlineData("<xml/><xml/>")]
    [InlineData("<?xml version=\"1.0\"?>")]
    [InlineData("<xml>&unknown;</xml>")]
    [InlineData("<x:xml/>")]
    public void What_cannot_be_read_is_no_message(string body) => Read(body).ShouldBeNull();

    [Theory]
    [InlineData("<!DOCTYPE xml><xml/>")]
    [InlineData("<!DOCTYPE xml SYSTEM \"http://127.0.0.1/evil.dtd\"><xml/>")]
    [InlineData("<!DOCTYPE xml [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><xml><Content>&f;</Content></xml>")]
    [InlineData("<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><xml><Content>&c;</Content></xml>")]
    [InlineData("<!DOCTYPE l [<!ENTITY % p SYSTEM \"http://127.0.0.1/p\"> %p;]><xml/>")]
    public void A_document_type_is_refused_before_anything_is_expanded_or_fetched(string body) => Read(body).ShouldBeNull();

    [Fact]
    public void A_body_nested_deeper_than_any_of_WeChats_is_refused()
    {
        Read(string.Concat(Enumerable.Repeat("<a>", 16)) + string.Concat(Enumerable.Repeat("</a>", 16))).ShouldNotBeNull();
        Read(string.Concat(Enumerable.Repeat("<a>", 17)) + string.Concat(Enumerable.Repeat("</a>", 17))).ShouldBeNull();
        Read(string.Concat(Enumerable.Repeat("{\"a\":", 17)) + "1" + new string('}', 17)).ShouldBeNull();
        Read("{\"a\":" + new string('[', 60_000)).ShouldBeNull();
        Read(string.Concat(Enumerable.Repeat("<a>", 20_000))).ShouldBeNull();
    }

    [Fact]
    public void Half_an_emoji_and_broken_UTF_8_do_not_spoil_the_rest()
    {
        var message = Read("""{"FromUserName":"o-alice","MsgType":"text","Content":"\ud83d","\udc00":"x"}""")!;
        (message.FromUserName, message.MsgType, message.Fields["Content"]).ShouldBe(("o-alice", "text", "\uFFFD"));
        PushedMessageReader.Read([.. "{\"MsgType\":\"text\",\"Content\":\""u8, 0xFF, 0xC0, .. "\"}"u8])!.MsgType.ShouldBe("text");
        PushedMessageReader.Read([0xEF, 0xBB, 0xBF, .. "<xml><MsgType>text</MsgType></xml>"u8])!.MsgType.ShouldBe("text");
    }

    [Fact]
    public void A_declared_encoding_is_not_followed()
        => Read("<?xml version=\"1.0\" encoding=\"utf-16\"?><xml><MsgType>text</MsgType></xml>")!.MsgType.ShouldBe("text");

    private static PushedMessage? Read(string body) => PushedMessageReader.Read(Encoding.UTF8.GetBytes(body));
}
