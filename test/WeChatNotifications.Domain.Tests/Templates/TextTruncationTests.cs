using System.Globalization;
using FsCheck.Fluent;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class TextTruncationTests
{
    [Theory]
    [InlineData("短", 20, "…", "短")]
    [InlineData("12345678901234567890", 20, "…", "12345678901234567890")]
    [InlineData("123456789012345678901", 20, "…", "1234567890123456789…")]
    [InlineData("abcdef", 5, "...", "ab...")]
    [InlineData("abcdef", 3, "", "abc")]
    [InlineData("ab    cdef", 6, "…", "ab…")]
    [InlineData("ab👨‍👩‍👧‍👦cdef", 8, "…", "ab…")]
    [InlineData("ab👨‍👩‍👧‍👦cdef", 10, "…", "ab👨‍👩‍👧‍👦…")]
    [InlineData("👨‍👩‍👧‍👦", 5, "…", "…")]
    [InlineData("e\u0301e\u0301e\u0301", 4, "…", "e\u0301…")]
    [InlineData("🇨🇳🇨🇳🇨🇳", 4, "…", "🇨🇳…")]
    [InlineData("𠀀𠀀𠀀", 2, "…", "𠀀…")]
    public void A_text_is_cut_where_a_reader_sees_a_gap(string text, int max, string ellipsis, string expected)
        => TextTruncation.Truncate(text, max, ellipsis).ShouldBe(expected);

    [Theory]
    [InlineData(2, "...", "ab")]
    [InlineData(0, "…", "")]
    public void An_ellipsis_that_does_not_fit_is_left_out(int max, string ellipsis, string expected)
        => TextTruncation.Truncate("abcdef", max, ellipsis).ShouldBe(expected);

    [Fact]
    public void Whatever_is_cut_is_a_beginning_of_whole_characters_within_the_limit() =>
        Arbitrary.Triple(Arbitrary.Text, Gen.Choose(0, 30), Gen.Elements("…", "...", "")).Holds(
            input =>
            {
                var (text, max, ellipsis) = input;
                var cut = TextTruncation.Truncate(text, max, ellipsis);

                FieldRules.CountOf(cut).ShouldBeLessThanOrEqualTo(max);
                TextTruncation.Truncate(cut, max, ellipsis).ShouldBe(cut);
                if (cut != text)
                {
                    var kept = ellipsis.Length <= max ? cut[..^ellipsis.Length] : cut;
                    text.StartsWith(kept, StringComparison.Ordinal).ShouldBeTrue();
                    (StringInfo.ParseCombiningCharacters(text).Contains(kept.Length) || kept.Length == text.Length).ShouldBeTrue();
                }
            },
            times: 3_000);
}
