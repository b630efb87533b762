using System.Text;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Application.Tests.Broadcasts;

public sealed class ListReaderTests
{
    private static readonly ListFields Fields = new(new HashSet<string>(StringComparer.Ordinal) { "product", "amount", "thing1" });

    public static TheoryData<string, string> CsvFiles => new()
    {
        { "openId,product\na,tea\nb,\n", "2 a {\"product\":\"tea\"}; 3 b -" },
        { "openId,product\r\na,tea\r\nb,\"\"\r\n", "2 a {\"product\":\"tea\"}; 3 b -" },
        { "\uFEFFopenId\na", "2 a -" },
        { "\n\r\nOPENID , product\n a , tea \n", "4 a {\"product\":\" tea \"}" },
        { "product,userId\n\"龙井, 一级\",u@1\n", "2 @u@1 {\"product\":\"龙井, 一级\"}" },
        { "openId,product\na,\"the \"\"best\"\"\"\n", "2 a {\"product\":\"the \\\"best\\\"\"}" },
        { "openId,product\na,\"two\nlines\"\nb,x\n", "2 a {\"product\":\"two\\nlines\"}; 4 b {\"product\":\"x\"}" },
        { "openId,product\na,5\" pipe\n", "2 a {\"product\":\"5\\\" pipe\"}" },
        { "openId,product\n\na,x\n,,,\n,\n  ,\t\nb,y", "3 a {\"product\":\"x\"}; 7 b {\"product\":\"y\"}" },
        { "openId,userId\na,\n,u1\na,u1\n , \n\"\",\"\"\nb,", "2 a -; 3 @u1 -; 4! openId: Rule.OneRecipient; 7 b -" },
        { "openId,product\na\nb,x,y\nc,\n", "2! line: Rule.ListColumns; 3! line: Rule.ListColumns; 4 c -" },
        { "openId,product\na,\"open\nb,x\nc,y\n", "2! line: Rule.Quotes; 3 b {\"product\":\"x\"}; 4 c {\"product\":\"y\"}" },
        { "openId,product\na,\"x\"y\nb,z\n", "2! line: Rule.Quotes; 3 b {\"product\":\"z\"}" },
        { "openId\na b\n张三\no_-9\n", "2! openId: Rule.Characters; 3! openId: Rule.Characters; 4 o_-9 -" },
        { $"openId,product\n{new string('o', 129)},x\na,{new string('x', 4_001)}\nb,x", "2! openId: Rule.TooLong; 3! data: Rule.TooLong; 4 b {\"product\":\"x\"}" },
        { $"openId,product\na,{new string('x', 300_000)}\nb,y\n", "2! line: Rule.LineTooLong; 3 b {\"product\":\"y\"}" },
        { $"openId,product\na,\"1\n2\n{new string('龙', 50_000)}\"\nb,y\n", "2! line: Rule.Quotes; 3! line: Rule.ListColumns; 4! line: Rule.LineTooLong; 5 b {\"product\":\"y\"}" },
        { "userId\nu\u0007\nu\n", "2! userId: Rule.ControlCharacter; 3 @u -" },
    };

    public static TheoryData<string, string> JsonFiles => new()
    {
        { "{\"openId\":\"a\"}\n{\"userId\":\"u1\",\"data\":{\"product\":\"龙井\",\"amount\":12.50}}", "1 a -; 2 @u1 {\"product\":\"龙井\",\"amount\":12.50}" },
        { "\uFEFF{\"OPENID\":\"a\",\"userId\":null,\"data\":null}\r\n\r\n  {\"openId\":\"b\",\"data\":{\"product\":null,\"thing1\":true}}  \n", "1 a -; 3 b {\"thing1\":true}" },
        { "{\"openId\":\"a\"\n{\"openId\":\"b\"} x\n[]\n\"a\"\n{\"openId\":\"c\"}", "1! line: Rule.Json; 2! line: Rule.Json; 3! line: Rule.JsonType; 4! line: Rule.JsonType; 5 c -" },
        { "{\"openId\":1}\n{\"openId\":\"a\",\"data\":[]}\n{\"openId\":\"a\",\"data\":{\"product\":[1]}}\n{\"openId\":\"a\",\"data\":{\"product\":{}}}", "1! openId: Rule.JsonType; 2! data: Rule.JsonType; 3! data.product: Rule.ValueType; 4! data.product: Rule.ValueType" },
        { "{\"openid\":\"a\",\"dta\":{}}\n{\"openId\":\"a\",\"data\":{\"prodct\":\"x\"}}", "1! dta: Rule.UnknownProperty; 2! data.prodct: Rule.UnknownField" },
        { "{\"openId\":\"a\",\"openId\":\"b\"}\n{\"openId\":\"a\",\"data\":{\"product\":1,\"product\":2}}", "1! openId: Rule.Duplicate; 2! data.product: Rule.Duplicate" },
        { "{}\n{\"openId\":\"a\",\"userId\":\"b\"}\n{\"openId\":\"\"}", "1! openId: Rule.OneRecipient; 2! openId: Rule.OneRecipient; 3! openId: Rule.OneRecipient" },
        { "{\"openId\":\"a\",\"data\":{\"amount\":1e999}}\n{\"openId\":\"a\",\"data\":{\"product\":\"\\ud800\"}}", "1! data.amount: Rule.OutOfRange; 2! line: Rule.ControlCharacter" },
        { $"{{\"openId\":\"{new string('a', 70_000)}\"}}\n{{\"openId\":\"b\"}}", "1! line: Rule.LineTooLong; 2 b -" },
    };

    [Theory]
    [MemberData(nameof(CsvFiles))]
    public Task Comma_separated_rows_are_read_however_the_file_arrives(string file, string expected) => ReadsAsync(file, BroadcastListFormat.Csv, expected);

    [Theory]
    [MemberData(nameof(JsonFiles))]
    public Task JSON_lines_are_read_however_the_file_arrives(string file, string expected) => ReadsAsync(file, BroadcastListFormat.JsonLines, expected);

    [Theory]
    [InlineData("", "list: Rule.ListEmpty")]
    [InlineData("\n \n", "list: Rule.ListEmpty")]
    [InlineData("openId,product\n", "list: Rule.ListEmpty")]
    [InlineData("name,product\na,b\n", "list: Rule.ListHeader; data.name: Rule.UnknownField")]
    [InlineData("openId;product\na;b\n", "list: Rule.ListHeader; data.openId;product: Rule.UnknownField")]
    [InlineData("openId,product,Product,,prodct\na,b,c,d,e\n", "header: Rule.Duplicate; header[3]: Rule.Required; data.prodct: Rule.UnknownField")]
    public async Task A_file_without_usable_columns_or_rows_is_refused_as_a_whole(string file, string expected)
        => string.Join("; ", await RefusedAsync(Encoding.UTF8.GetBytes(file))).ShouldBe(expected);

    [Theory]
    [InlineData("utf-16", "1")]
    [InlineData("utf-16BE", "1")]
    [InlineData("utf-32", "1")]
    [InlineData("gb18030", "3")]
    public async Task Another_encoding_than_UTF_8_is_refused_with_the_line_that_shows_it(string name, string line)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var text = "openId,product\na,tea\nb,龙井\nc,tea\n";
        foreach (var preamble in (byte[][])[encoding.GetPreamble(), []])
        {
            var violation = (await RefusedAsync([.. preamble, .. encoding.GetBytes(text)])).ShouldHaveSingleItem();
            (violation.ToString(), violation.Arguments["line"]!.ToString()).ShouldBe(("list: Rule.Encoding", line), name);
        }
    }

    [Fact]
    public async Task A_list_that_is_too_long_is_refused()
    {
        await using var file = new GeneratedFile(BroadcastListFormat.Csv, BroadcastLimits.MaxListRows + 1);
        var refused = await Should.ThrowAsync<RuleViolationException>(async () =>
        {
            await foreach (var row in ListReader.ReadAsync(file, BroadcastListFormat.Csv, Fields, TestContext.Current.CancellationToken))
            {
                _ = row;
            }
        });
        refused.Violations.Single().ToString().ShouldBe("list: Rule.ListTooLong");
    }

    private static async Task ReadsAsync(string file, BroadcastListFormat format, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(file);
        var random = new Random(1);
        foreach (var piece in (Func<int>[])[() => int.MaxValue, () => 1, () => random.Next(1, 20), () => random.Next(1, 60_000)])
        {
            if (piece() != 1 || bytes.Length < 10_000)
            {
                string.Join("; ", await RowsAsync(new PiecewiseStream(bytes, piece), format)).ShouldBe(expected);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(Stream stream, BroadcastListFormat format)
    {
        var rows = new List<string>();
        await foreach (var row in ListReader.ReadAsync(stream, format, Fields, TestContext.Current.CancellationToken))
        {
            rows.Add(row.Fault is { } fault ? $"{row.Number}! {fault}" : $"{row.Number} {row.OpenId ?? "@" + row.UserId} {row.Data ?? "-"}");
        }

        return rows;
    }

    private static async Task<IReadOnlyList<RuleViolation>> RefusedAsync(byte[] file)
        => (await Should.ThrowAsync<RuleViolationException>(() => RowsAsync(new MemoryStream(file), BroadcastListFormat.Csv))).Violations;
}
