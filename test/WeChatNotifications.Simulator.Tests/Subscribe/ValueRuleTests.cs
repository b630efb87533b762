namespace WeChatNotifications.Simulator.Tests.Subscribe;

/// <summary>Every field type of the official table, at and beyond its limits, through the send call.</summary>
public sealed class ValueRuleTests(ValueRuleTests.Shop shop) : IClassFixture<ValueRuleTests.Shop>
{
    private const string Family = "👨‍👩‍👧‍👦"; // seven code points

    public static TheoryData<string, string> Accepted => new()
    {
        { "thing1", "长" },
        { "thing1", Repeat("长", 20) },
        { "thing1", Repeat("x", 20) },
        { "thing1", Repeat("😀", 20) },
        { "thing1", Family + Family + "123456" },
        { "thing1", "订单 #1: 茶 & tea (两)" },
        { "number1", "0" },
        { "number1", "-12.5" },
        { "number1", Repeat("9", 32) },
        { "letter1", "aZ" },
        { "letter1", Repeat("a", 32) },
        { "symbol1", "+" },
        { "symbol1", "！@#￥%" },
        { "character_string1", "A-1 001/#" },
        { "character_string1", Repeat("~", 32) },
        { "time1", "00:00" },
        { "time1", "23:59:59" },
        { "time1", "2022-12-08 16:13:16" },
        { "time1", "2019年10月1日 15:01" },
        { "time1", "2019年10月1日15:01" },
        { "time1", "08:00~12:30" },
        { "time1", "2026/5/1 08:00~2026/5/2 08:00" },
        { "date1", "2018-01-01" },
        { "date1", "2018-01" },
        { "date1", "01-01" },
        { "date1", "2018/1/1" },
        { "date1", "2018.12.31 23:59" },
        { "date1", "2019年10月1日" },
        { "date1", "2019年10月" },
        { "date1", "10月1日" },
        { "date1", "2024-02-29" },
        { "date1", "02-29" },
        { "date1", "2019年10月1日 15:01:02" },
        { "date1", "2019年10月1日~2019年10月7日" },
        { "amount1", "0" },
        { "amount1", "¥214.00" },
        { "amount1", "￥5" },
        { "amount1", "$9999999999.99" },
        { "amount1", "100元" },
        { "amount1", "¥1.5元" },
        { "phone_number1", "+86-0766-66888866" },
        { "phone_number1", "(0755)1234 5678" },
        { "car_number1", "粤A12345" },
        { "car_number1", "粤AD12345" },
        { "car_number1", "京A1234警" },
        { "name1", "李雷" },
        { "name1", Repeat("李", 10) },
        { "name1", "Jean-Luc O'Neill" },
        { "name1", Repeat("a", 20) },
        { "name1", "李Lee" },
        { "name1", "阿凡提·买买提" },
        { "phrase1", "已发货" },
        { "phrase1", "一二三四五" },
        { "phrase1", "㐀" },
        { "phrase1", "二〇二六𠮷" },
        { "name1", "王〇" },
        { "name1", "李" + Family },
        { "enum_string1", "晴" },
        { "const1", "VIP" },
        { "other1", "什么都行 whatever 123 🙂" },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "thing1", Repeat("长", 21) },
        { "thing1", Repeat("x", 21) },
        { "thing1", Repeat("😀", 21) },
        { "thing1", Family + Family + Family },
        { "thing1", "two\nlines" },
        { "thing1", "tab\there" },
        { "thing1", "nul\0" },
        { "thing1", "line\u2028break" },
        { "number1", Repeat("9", 33) },
        { "number1", "1,000" },
        { "number1", "1." },
        { "number1", ".5" },
        { "number1", "1e5" },
        { "number1", "-" },
        { "number1", "--1" },
        { "number1", "１２" },
        { "number1", "十" },
        { "letter1", Repeat("a", 33) },
        { "letter1", "a1" },
        { "letter1", "é" },
        { "letter1", "a b" },
        { "symbol1", "!@#$%^" },
        { "symbol1", "a" },
        { "symbol1", "1" },
        { "symbol1", "中" },
        { "character_string1", Repeat("a", 33) },
        { "character_string1", "单号1" },
        { "character_string1", "naïve" },
        { "character_string1", "A，B" },
        { "character_string1", "😀" },
        { "time1", "24:00" },
        { "time1", "9:05" },
        { "time1", "12:60" },
        { "time1", "12:00:60" },
        { "time1", "2022-12-08" },
        { "time1", "2022-12-08T16:13:16" },
        { "time1", "2022-12-08 16:13:16.123" },
        { "time1", "12-08 16:13" },
        { "time1", "08:00～12:30" },
        { "time1", "08:00-12:30" },
        { "time1", "08:00~" },
        { "time1", "08:00~12:30~13:00" },
        { "time1", "now" },
        { "date1", "2018-13-01" },
        { "date1", "2018-02-29" },
        { "date1", "2018-00-10" },
        { "date1", "2018-01-32" },
        { "date1", "2018-1-1 7:00" },
        { "date1", "2018-01/01" },
        { "date1", "18-01-01" },
        { "date1", "20180101" },
        { "date1", "2018年" },
        { "date1", "2018-01 10:00" },
        { "date1", "2018-01-01～2018-01-02" },
        { "date1", "2018-01-01 10:00:00.5" },
        { "date1", "10:00" },
        { "amount1", "12345678901" },
        { "amount1", "¥" },
        { "amount1", "元" },
        { "amount1", "¥¥5" },
        { "amount1", "1,000.00" },
        { "amount1", "5.00 元" },
        { "amount1", "5." },
        { "amount1", "free" },
        { "phone_number1", "123456789012345678" },
        { "phone_number1", "call me" },
        { "phone_number1", "＋86" },
        { "car_number1", "粤AD123456" },
        { "car_number1", "粤A12粤45" },
        { "car_number1", "A 1234" },
        { "name1", Repeat("李", 11) },
        { "name1", Repeat("a", 21) },
        { "name1", "李" + Repeat("a", 10) },
        { "name1", "𠮷" + Repeat("a", 10) },
        { "name1", "Agent 007" },
        { "phrase1", "一二三四五六" },
        { "phrase1", "已发货!" },
        { "phrase1", "ok" },
        { "phrase1", "😀" },
        { "enum_string1", "雪" },
        { "enum_string1", " 晴" },
        { "const1", "vip" },
        { "other1", "two\nlines" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_value_within_its_types_rule_is_taken(string key, string value)
    {
        var reply = await shop.Send(key, value);

        (reply.Code, reply.Text).ShouldBe((0, "ok"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_value_against_its_types_rule_is_named_and_nothing_else_is(string key, string value)
    {
        var reply = await shop.Send(key, value);

        reply.Code.ShouldBe(47003);
        reply.Text.ShouldMatch($"^argument invalid! data\\.{key}\\.value invalid rid: [0-9a-f]{{8}}-[0-9a-f]{{8}}-[0-9a-f]{{8}}$");
    }

    [Fact]
    public async Task An_enum_without_listed_values_takes_any()
    {
        (await shop.Send("enum_string2", "雪")).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("12.50")]
    [InlineData("-3")]
    public async Task A_JSON_number_counts_as_its_own_digits(string number)
    {
        (await shop.SendRaw("number1", number)).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("1e5")]
    [InlineData("true")]
    [InlineData("[1]")]
    public async Task Other_JSON_values_are_judged_by_their_text_or_refused(string json)
    {
        (await shop.SendRaw("number1", json)).PlainText.ShouldBe("argument invalid! data.number1.value invalid");
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    public sealed class Shop : IAsyncLifetime
    {
        private Given _given = null!;
        private string _token = "";

        public async ValueTask InitializeAsync()
        {
            _given = await Given.A_shop();
            string[] keys =
            [
                "thing1", "number1", "letter1", "symbol1", "character_string1", "time1", "date1", "amount1", "phone_number1",
                "car_number1", "name1", "phrase1", "enum_string1", "enum_string2", "const1", "other1",
            ];
            foreach (var key in keys)
            {
                var allowed = key switch { "enum_string1" => ["晴", "雨"], "const1" => ["VIP"], _ => (string[])[] };
                _given.Control.SetTemplate(new()
                {
                    AppId = Given.App,
                    TemplateId = key,
                    Fields = [$"{key}.DATA"],
                    Enums = allowed.Length == 0 ? null : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [$"{key}.DATA"] = allowed },
                });
                _given.Control.SetGrant(new() { AppId = Given.App, OpenId = Given.Alice, TemplateId = key, LongTerm = true });
            }

            _token = await _given.Token();
        }

        internal Task<Reply> Send(string key, string value) =>
            _given.Send(_token, Given.Alice, key, new Dictionary<string, object>(StringComparer.Ordinal) { [key] = new { value } });

        internal Task<Reply> SendRaw(string key, string json) =>
            _given.Post($"{Given.SendPath}?access_token={_token}", Given.Body(Given.Alice, key, new { x = 0 }).Replace("""{"x":0}""", "{\"" + key + "\":{\"value\":" + json + "}}", StringComparison.Ordinal));

        public ValueTask DisposeAsync() => _given.DisposeAsync();
    }
}
