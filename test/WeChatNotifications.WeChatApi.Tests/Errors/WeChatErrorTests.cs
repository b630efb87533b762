using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Tests.Errors;

public sealed class WeChatErrorTests
{
    [Theory]
    [InlineData("invalid openid rid: 617682e0-52a2e2b3-5f2c1a7d", "invalid openid", "617682e0-52a2e2b3-5f2c1a7d", null)]
    [InlineData("invalid openid rid:617682e0-52a2e2b3-5f2c1a7d ", "invalid openid", "617682e0-52a2e2b3-5f2c1a7d", null)]
    [InlineData("code been used, rid: 617682e0-52a2e2b3-5f2c1a7d", "code been used", "617682e0-52a2e2b3-5f2c1a7d", null)]
    [InlineData("invalid code, hints: [ req_id: CkiaTsFgE-1234 ]", "invalid code", null, "req_id: CkiaTsFgE-1234")]
    [InlineData("invalid credential, access_token is invalid or not latest hint: [ciPecA05663945]", "invalid credential, access_token is invalid or not latest", null, "ciPecA05663945")]
    [InlineData("invalid form id hint: [a1] rid: 617682e0-52a2e2b3-5f2c1a7d", "invalid form id", "617682e0-52a2e2b3-5f2c1a7d", "a1")]
    [InlineData("argument invalid! hint: [ciPecA05663945] data.thing3.value invalid", "argument invalid! data.thing3.value invalid", null, "ciPecA05663945")]
    [InlineData("argument invalid! data.character_string13.value rid:", "argument invalid! data.character_string13.value", null, null)]
    [InlineData("x hint: []", "x", null, null)]
    [InlineData("ok", "ok", null, null)]
    [InlineData("", "", null, null)]
    [InlineData(null, "", null, null)]
    [InlineData("no rid: here at all", "no rid: here at all", null, null)]
    [InlineData("in the grid: 617682e0-52a2e2b3", "in the grid: 617682e0-52a2e2b3", null, null)]
    [InlineData("无效 rid: 617682E0-52A2E2B3-5F2C1A7D", "无效", "617682E0-52A2E2B3-5F2C1A7D", null)]
    public void Message_rid_and_hint_are_told_apart(string? errmsg, string message, string? rid, string? hint) =>
        WeChatError.Parse(40029, errmsg).ShouldBe(new WeChatError(40029, message, rid) { Hint = hint });

    [Fact]
    public void Whatever_was_put_together_is_taken_apart_again()
    {
        var random = new Random(617682);
        for (var i = 0; i < 2_000; i++)
        {
            var words = string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pick(random, "argument", "invalid!", "access_token", "用户", "not", "data.thing1.value", "1.2.3.4", "[x]", "a,b")));
            var rid = random.Next(3) > 0 ? $"{random.Next():x8}-{random.Next():x8}-{random.Next():x8}" : null;
            var hint = random.Next(3) == 0 ? $"{random.Next():x}" : null;
            var errmsg = words + (hint is null ? "" : Pick(random, $" hint: [{hint}]", $", hints: [ {hint} ]")) + (rid is null ? "" : Pick(random, $" rid: {rid}", $", rid: {rid}"));

            WeChatError.Parse(i, errmsg).ShouldBe(new WeChatError(i, words, rid) { Hint = hint }, errmsg);
        }
    }

    [Fact]
    public void Any_text_is_taken_without_complaint()
    {
        var random = new Random(40037);
        string[] pieces = ["rid:", "hint: [", "hints:", "]", " ", ",", "-", "data.", ".value", "is emtpy", "invalid ip ", "::", "9", "f", "\0", "\uD83D", "长", "\n"];
        for (var i = 0; i < 5_000; i++)
        {
            var error = WeChatError.Parse(40164, string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Pick(random, pieces))));

            _ = (error.InvalidField, error.InvalidFieldIsEmpty, error.RejectedIp, error.RidTime, error.ToString());
            error.Message.ShouldBe(error.Message.Trim());
        }
    }

    [Fact]
    public void An_absurdly_long_text_is_cut_and_its_rid_kept()
    {
        foreach (var filler in new[] { new string(' ', 1_000_000), new string('x', 1_000_000), string.Concat(Enumerable.Repeat("rid: hint: [", 100_000)) })
        {
            var error = WeChatError.Parse(1, $"{filler} rid: 617682e0-52a2e2b3-5f2c1a7d");

            error.Rid.ShouldBe("617682e0-52a2e2b3-5f2c1a7d");
            error.Message.Length.ShouldBeLessThanOrEqualTo(512);
        }
    }

    [Theory]
    [InlineData("argument invalid! data.thing3.value invalid rid: 617682e0-52a2e2b3-5f2c1a7d", "thing3", false)]
    [InlineData("argument invalid! data.thing3.value is emtpy rid: 617682e0-52a2e2b3-5f2c1a7d", "thing3", true)]
    [InlineData("argument invalid! data.character_string1.value is empty", "character_string1", true)]
    [InlineData("argument invalid! data.character_string1.value i rid:", "character_string1", false)]
    [InlineData("argument invalid! hint: [ciPecA05663945] data.thing3.value invalid", "thing3", false)]
    [InlineData("thing01.DATA is invalid", "thing01", false)]
    [InlineData("data format error", null, false)]
    [InlineData("the text is empty", null, false)]
    public void The_field_that_broke_a_rule_is_found(string errmsg, string? field, bool isEmpty)
    {
        var error = WeChatError.Parse(47003, errmsg);

        error.InvalidField.ShouldBe(field);
        error.InvalidFieldIsEmpty.ShouldBe(isEmpty);
    }

    [Theory]
    [InlineData(40164, "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 617682e0-52a2e2b3-5f2c1a7d", "1.2.3.4")]
    [InlineData(40164, "invalid ip 2001:db8::1 ipv6 2001:db8::1, not in whitelist", "2001:db8::1")]
    [InlineData(40164, "invalid ip 999.2.3.4, not in whitelist", null)]
    [InlineData(40164, "not in whitelist", null)]
    [InlineData(40001, "invalid ip 1.2.3.4", null)]
    public void The_address_that_is_not_on_the_whitelist_is_found(int code, string errmsg, string? ip) =>
        WeChatError.Parse(code, errmsg).RejectedIp.ShouldBe(ip);

    [Theory]
    [InlineData("617682e0-52a2e2b3-5f2c1a7d", 1635156704L)]
    [InlineData("617682e-52a2e2b3-5f2c1a7d", null)]
    [InlineData("617682zz-52a2e2b3-5f2c1a7d", null)]
    [InlineData("617682e0", null)]
    [InlineData(null, null)]
    public void A_rid_tells_the_second_of_the_call(string? rid, long? unixSecond) =>
        new WeChatError(-1, "system error", rid).RidTime.ShouldBe(unixSecond is { } second ? DateTimeOffset.FromUnixTimeSeconds(second) : null);

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
