using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.WeChatApi.Tests.Callbacks;

public sealed class CallbackSignatureTests
{
    [Fact]
    public void Parts_are_sorted_as_bytes_and_not_as_a_language_sorts_them()
    {
        // Languages put "a" before "B", and U+10000 lies before U+FFFD in UTF-16 but behind it in UTF-8.
        CallbackSignature.Compute("B", "a", "1").ShouldBe(Sha1("1Ba"));
        CallbackSignature.Compute("\U00010000", "\uFFFD", "0").ShouldBe(Sha1("0\uFFFD\U00010000"));
        CallbackSignature.Compute("9", "10", "1").ShouldBe(Sha1("1109"));
    }

    [Fact]
    public void The_order_of_the_parts_does_not_matter_but_each_part_does()
    {
        var signature = CallbackSignature.Compute("token", "1714037059", "486452656", "abc");
        CallbackSignature.Compute("abc", "486452656", "token", "1714037059").ShouldBe(signature);
        CallbackSignature.Compute("token", "1714037059", "486452656").ShouldNotBe(signature);
    }

    [Theory]
    [InlineData("899cf89e464efb63f54ddac96b0a0a235f53aa78", true)]
    [InlineData("899cf89e464efb63f54ddac96b0a0a235f53aa79", false)]
    [InlineData("099cf89e464efb63f54ddac96b0a0a235f53aa78", false)]
    [InlineData("899CF89E464EFB63F54DDAC96B0A0A235F53AA78", false)]
    [InlineData("899cf89e464efb63f54ddac96b0a0a235f53aa7", false)]
    [InlineData("899cf89e464efb63f54ddac96b0a0a235f53aa788", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("８99cf89e464efb63f54ddac96b0a0a235f53aa78", false)]
    public void Only_the_whole_signature_is_right(string? given, bool isRight)
        => CallbackSignature.Matches(given, "AAAAA", "1714037059", "486452656").ShouldBe(isRight);

    private static string Sha1(string text)
#pragma warning disable CA5350 // What is tested uses it.
        => Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
