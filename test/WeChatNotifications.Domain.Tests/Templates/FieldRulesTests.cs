using System.Globalization;
using System.Text;
using WeChatNotifications.Templates;
using static WeChatNotifications.Templates.TemplateFieldType;

namespace WeChatNotifications.Domain.Tests.Templates;

/// <summary>What each type of field takes and refuses. Times and dates have <see cref="DateAndTimeRulesTests"/>.</summary>
public sealed class FieldRulesTests
{
    private const string Family = "👨‍👩‍👧‍👦"; // seven code points, one text element

    public static TheoryData<TemplateFieldType, string> Accepted => new()
    {
        { Thing, "茶" }, { Thing, "Tea & 茶, 500g! 😀" }, { Thing, new string('长', 20) }, { Thing, Repeat("𠀀", 20) }, { Thing, Repeat("😀", 20) },
        { Thing, Family + Family }, { Thing, Repeat("e\u0301", 10) }, { Thing, "a\u200Db" }, { Thing, "a b\u3000c" }, { Thing, "\uFFFD" },
        { Number, "0" }, { Number, "007" }, { Number, "-12.50" }, { Number, new string('9', 32) }, { Number, "0." + new string('1', 30) },
        { Letter, "a" }, { Letter, new string('Z', 32) },
        { Symbol, "!" }, { Symbol, "+-*/=" }, { Symbol, "★★★★☆" }, { Symbol, "，。" }, { Symbol, "¥" },
        { CharacterString, "A-1 #!~" }, { CharacterString, new string('x', 32) }, { CharacterString, "0" },
        { Amount, "0" }, { Amount, "¥214.00" }, { Amount, "￥214" }, { Amount, "$1" }, { Amount, "€9999999999.99" }, { Amount, "12.5元" }, { Amount, "¥1元" }, { Amount, "₿1" },
        { PhoneNumber, "+86-0766-66888866" }, { PhoneNumber, "13800138000" }, { PhoneNumber, "(0766) 66888866" }, { PhoneNumber, "12345678901234567" },
        { CarNumber, "粤A8Z888挂" }, { CarNumber, "粤AD12345" }, { CarNumber, "京A12345" }, { CarNumber, "ABC123" }, { CarNumber, "使014578" },
        { Name, "张三" }, { Name, new string('张', 10) }, { Name, "John O'Neill-Smith" }, { Name, new string('x', 20) }, { Name, "李小龍 Bruce" }, { Name, "刘〇" }, { Name, "𠮷野家" },
        { Phrase, "已发货" }, { Phrase, "一二三四五" }, { Phrase, "〇" }, { Phrase, Repeat("𠀀", 5) }, { Phrase, "\uFA0E" }, { Phrase, "\U00031350" },
        { TemplateFieldType.Enum, "anything" }, { Const, "anything" },
    };

    public static TheoryData<TemplateFieldType, string> Refused => new()
    {
        { Thing, new string('长', 21) }, { Thing, Repeat("😀", 21) }, { Thing, Repeat("e\u0301", 11) }, { Thing, Family + Family + Family }, { Thing, "a\nb" },
        { Number, new string('9', 33) }, { Number, "1,000" }, { Number, "+1" }, { Number, "1." }, { Number, ".5" }, { Number, "1e5" }, { Number, "１２" }, { Number, "一" }, { Number, "--1" },
        { Number, "5\n" }, { Number, "٣" },
        { Letter, new string('Z', 33) }, { Letter, "a1" }, { Letter, "a b" }, { Letter, "é" }, { Letter, "ａ" }, { Letter, "中" },
        { Symbol, "!!!!!!" }, { Symbol, "a" }, { Symbol, "1" }, { Symbol, "中" }, { Symbol, "! !" }, { Symbol, "😀" }, { Symbol, "\u0301" },
        { CharacterString, "订单1" }, { CharacterString, new string('x', 33) }, { CharacterString, "é" }, { CharacterString, "a…" }, { CharacterString, "a\tb" },
        { Amount, "12345678901" }, { Amount, "1,000.00" }, { Amount, "-5.00" }, { Amount, "¥-5.00" }, { Amount, "-¥5" }, { Amount, "+5" }, { Amount, "#5" }, { Amount, "(5" },
        { Amount, "US$5" }, { Amount, "¥¥5" }, { Amount, "5 元" }, { Amount, "¥ 5" }, { Amount, "5元元" }, { Amount, "五元" }, { Amount, "元" }, { Amount, "¥" }, { Amount, "5." },
        { Amount, "0." + new string('1', 5_000) }, { Amount, "5美元" }, { Amount, "R5" },
        { PhoneNumber, "123456789012345678" }, { PhoneNumber, "138x" }, { PhoneNumber, "电话" }, { PhoneNumber, "+-()" }, { PhoneNumber, "１３８" },
        { CarNumber, "粤A8Z88888挂" }, { CarNumber, "粤A中888" }, { CarNumber, "粤A-8888" }, { CarNumber, "粤粤A8888" }, { CarNumber, "粤A·1234" },
        { Name, new string('张', 11) }, { Name, new string('x', 21) }, { Name, "张3" }, { Name, "Bob2" }, { Name, "x１" }, { Name, "张" + new string('x', 10) }, { Name, Repeat("𠀀", 11) },
        { Phrase, "一二三四五六" }, { Phrase, "已 发" }, { Phrase, "OK" }, { Phrase, "已发!" }, { Phrase, "カナ" }, { Phrase, "１" },
        { (TemplateFieldType)99, "x" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_value_in_the_documented_form_is_accepted(TemplateFieldType type, string value) => FieldRules.Accepts(type, value, []).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_in_another_form_is_refused(TemplateFieldType type, string value) => FieldRules.Accepts(type, value, []).ShouldBeFalse();

    public static TheoryData<string> RefusedEverywhere =>
    [
        "", " ", "\u3000", "\u200B", "\u200D\uFEFF", "a\0", "a\nb", "a\r\nb", "a\tb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u007Fb", "a\u202Eb", "a\u2066b\u2069", "a\u202Ab",
    ];

    [Theory]
    [MemberData(nameof(RefusedEverywhere))]
    public void No_type_takes_what_is_blank_or_has_control_characters(string value)
        => AllTypes().ShouldAllBe(type => !FieldRules.Accepts(type, value, Array.Empty<string>()));

    // Written with escapes inside the test: a lone surrogate does not survive the runner's serialization of theory data.
    [Fact]
    public void No_type_takes_half_of_a_surrogate_pair()
    {
        foreach (var value in new[] { "\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "😀\uD83D", "中\uDC00" })
        {
            AllTypes().ShouldAllBe(type => !FieldRules.Accepts(type, value, Array.Empty<string>()));
        }
    }

    [Theory]
    [InlineData(TemplateFieldType.Enum)]
    [InlineData(Const)]
    public void A_listed_type_takes_exactly_the_listed_values(TemplateFieldType type)
    {
        string[] allowed = ["已付款", "Paid"];
        FieldRules.Accepts(type, "已付款", allowed).ShouldBeTrue();
        FieldRules.Accepts(type, "paid", allowed).ShouldBeFalse();
        FieldRules.Accepts(type, "Paid ", allowed).ShouldBeFalse();
        FieldRules.Accepts(type, "", allowed).ShouldBeFalse();
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("😀", 1)]
    [InlineData("𠀀中", 2)]
    [InlineData(Family, 7)]
    [InlineData("e\u0301", 2)]
    public void Characters_are_counted_as_code_points(string value, int expected) => FieldRules.CountOf(value).ShouldBe(expected);

    [Fact]
    public void A_name_with_one_Han_character_has_half_the_room()
    {
        FieldRules.MaxLength(Name, "John").ShouldBe(20);
        FieldRules.MaxLength(Name, "John 张").ShouldBe(10);
        FieldRules.MaxLength(Name, "カナ").ShouldBe(20);
    }

    [Fact]
    public void Digits_of_other_scripts_are_not_digits()
    {
        foreach (var digit in Enumerable.Range(0x80, 0xFFFF - 0x80).Where(c => char.GetUnicodeCategory((char)c) == UnicodeCategory.DecimalDigitNumber).Select(c => ((char)c).ToString()))
        {
            foreach (var type in new[] { Number, Amount, PhoneNumber, CarNumber, CharacterString, Letter, Name, Time, Date })
            {
                FieldRules.Accepts(type, type == Name ? "x" + digit : digit, []).ShouldBeFalse($"{type} U+{(int)digit[0]:X4}");
            }
        }
    }

    private static TemplateFieldType[] AllTypes() => System.Enum.GetValues<TemplateFieldType>();

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
