using System.Text;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Sending;
using WeChatNotifications.RabbitMq.Tests.Support;
using WeChatNotifications.Rules;

namespace WeChatNotifications.RabbitMq.Tests.Sending;

/// <summary>What the published schema allows is read, and what it does not is refused: other services check against it before they send.</summary>
public sealed class SchemaTests
{
    private static readonly SchemaCheck Schema = SchemaCheck.Load(RepositoryFile.Path("docs", "schemas", "notifications.send.schema.json"));

    public static TheoryData<string> Good =>
    [
        """{"template":"order-paid","to":"o1"}""",
        """{"template":"order-paid","to":["o1","o2"],"toUsers":["u1"]}""",
        """{"template":"order-paid","toUsers":["u1"],"to":null,"tenant":null}""",
        """{"tenant":"7f0c3a52-5f0e-4a55-9d2e-3b5f0f3c9a11","template":"order-paid","to":"o1","data":{"number":"A-1","amount":12.5,"gift":true,"note":null}}""",
        """{"template":"order-paid","to":"o1","keywords":["A-1",12.5,null],"priority":"bulk","dedupKey":"order:1"}""",
        """{"template":"order-paid","to":"o1","notBefore":"2026-11-21T15:30:00+08:00","expiresAt":"2026-11-22T07:30:00.5Z"}""",
        """{"notifications":[{"template":"a","to":"o1"},{"template":"b","toUsers":["u1"],"priority":"normal"}],"tenant":"shop"}""",
    ];

    public static TheoryData<string, string> Bad => new()
    {
        { "no JSON", "" },
        { "[]", "" },
        { "\"text\"", "" },
        { """{"to":"o1"}""", "template" },
        { """{"template":7,"to":"o1"}""", "template" },
        { """{"template":"a"}""", "to" },
        { """{"template":"a","to":null}""", "to" },
        { """{"template":"a","to":7}""", "to" },
        { """{"template":"a","to":["o1",7]}""", "to[1]" },
        { """{"template":"a","to":["o1",null]}""", "to[1]" },
        { """{"template":"a","toUsers":"u1"}""", "toUsers" },
        { """{"template":"a","to":"o1","data":[]}""", "data" },
        { """{"template":"a","to":"o1","data":{"thing1":{"value":"tea"}}}""", "data.thing1" },
        { """{"template":"a","to":"o1","keywords":"A-1,tea"}""", "keywords" },
        { """{"template":"a","to":"o1","keywords":[[]]}""", "keywords[0]" },
        { """{"template":"a","to":"o1","notBefore":"2026-11-21T15:30:00"}""", "notBefore" },
        { """{"template":"a","to":"o1","expiresAt":1}""", "expiresAt" },
        { """{"template":"a","to":"o1","priority":"urgent"}""", "priority" },
        { """{"template":"a","to":"o1","priority":0}""", "priority" },
        { """{"template":"a","to":"o1","dedupKey":1}""", "dedupKey" },
        { """{"template":"a","to":"o1","touser":"o2"}""", "touser" },
        { """{"tenant":1,"template":"a","to":"o1"}""", "tenant" },
        { """{"notifications":[]}""", "notifications" },
        { """{"notifications":{}}""", "notifications" },
        { """{"notifications":[7]}""", "notifications[0]" },
        { """{"notifications":[{"template":"a","to":"o1","tenant":"shop"}]}""", "notifications[0].tenant" },
        { """{"notifications":[{"template":"a","to":"o1"}],"template":"b"}""", "template" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void What_the_schema_allows_is_read(string json)
    {
        Schema.Accepts(json).ShouldBeTrue();
        var check = new RuleCheck();
        var request = SendRequestReader.Read(Encoding.UTF8.GetBytes(json), check);
        check.Violations.ShouldBeEmpty();
        request.ShouldNotBeNull().Notifications.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_the_schema_forbids_is_refused_with_the_field_that_is_wrong(string json, string field)
    {
        Schema.Accepts(json).ShouldBeFalse();
        var check = new RuleCheck();
        SendRequestReader.Read(Encoding.UTF8.GetBytes(json), check).ShouldBeNull();
        check.Violations.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_and_what_is_right_is_taken_as_it_reads()
    {
        var check = new RuleCheck();
        SendRequestReader.Read("""{"notifications":[{"to":7,"priority":"x"},{"template":"a","to":"o1","notBefore":"soon"}],"x":1}"""u8.ToArray(), check).ShouldBeNull();
        check.Violations.Select(v => v.Field).ShouldBe(
            ["x", "notifications[0].template", "notifications[0].to", "notifications[0].priority", "notifications[1].notBefore"], ignoreOrder: true);

        var request = SendRequestReader.Read(
            """{"tenant":"t","template":"a","to":["o1"],"toUsers":["u1"],"data":{"amount":1.50,"paid":true},"priority":"bulk","notBefore":"2026-11-21T15:30:00+08:00","dedupKey":"k"}"""u8.ToArray(), new RuleCheck());
        request.ShouldNotBeNull().Tenant.ShouldBe("t");
        var notification = request.Notifications.ShouldHaveSingleItem();
        notification.To.Select(t => t.OpenId ?? t.UserId).ShouldBe(["o1", "u1"]);
        notification.Data["amount"].ShouldBe(1.50m);
        notification.Data["paid"].ShouldBe(true);
        notification.Priority.ShouldBe(DeliveryPriority.Bulk);
        notification.NotBefore.ShouldBe(new DateTimeOffset(2026, 11, 21, 15, 30, 0, TimeSpan.FromHours(8)));
        notification.DedupKey.ShouldBe("k");
    }
}
