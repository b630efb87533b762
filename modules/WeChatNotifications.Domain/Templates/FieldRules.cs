using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>
/// What WeChat accepts as the value of each field type, from the table in its documentation of <c>subscribeMessage.send</c>.
/// Characters are counted as Unicode code points: WeChat does not say how it counts, and code points never count too few
/// for text without combined emoji.
/// </summary>
public static partial class FieldRules
{
    private const int Timeout = 1_000;
    private const string Month = "(0?[1-9]|1[0-2])";
    private const string Day = "(0?[1-9]|[12][0-9]|3[01])";
    private const string Clock = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?";
    private const string FullDate = "([0-9]{4}年" + Month + "月" + Day + "日|[0-9]{4}[-/.]" + Month + "[-/.]" + Day + ")";
    private const string AnyDate = "(" + FullDate + "|[0-9]{4}年" + Month + "月|" + Month + "月" + Day + "日|[0-9]{4}[-/.]" + Month + "|" + Month + "[-/.]" + Day + ")";
    private const string TimeValue = "(" + FullDate + " ?)?" + Clock;
    private const string DateValue = AnyDate + "( ?" + Clock + ")?";

    /// <summary>Most code points a value may have, or null where the type does not count characters.</summary>
    public static int? MaxLength(TemplateFieldType type, string value) => type switch
    {
        TemplateFieldType.Thing => 20,
        TemplateFieldType.Number or TemplateFieldType.Letter or TemplateFieldType.CharacterString => 32,
        TemplateFieldType.Symbol or TemplateFieldType.Phrase => 5,
        TemplateFieldType.PhoneNumber => 17,
        TemplateFieldType.CarNumber => 8,
        TemplateFieldType.Name => ContainsHan(value) ? 10 : 20,
        _ => null,
    };

    /// <summary>Whether WeChat accepts the value for a field of the type.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="value">The value as it would be sent.</param>
    /// <param name="allowedValues">For <see cref="TemplateFieldType.Enum"/> and <see cref="TemplateFieldType.Const"/>: the template's values; empty allows any.</param>
    public static bool Accepts(TemplateFieldType type, string value, IReadOnlyList<string> allowedValues)
    {
        if (string.IsNullOrWhiteSpace(value) || HasControlCharacter(value) || (MaxLength(type, value) is { } max && CountOf(value) > max))
        {
            return false;
        }

        return type switch
        {
            TemplateFieldType.Thing => true,
            TemplateFieldType.Number => NumberPattern().IsMatch(value),
            TemplateFieldType.Letter => value.All(char.IsAsciiLetter),
            TemplateFieldType.Symbol => SymbolPattern().IsMatch(value),
            TemplateFieldType.CharacterString => value.All(c => c is >= ' ' and <= '~'),
            TemplateFieldType.Time => TimePattern().IsMatch(value),
            TemplateFieldType.Date => DatePattern().IsMatch(value),
            TemplateFieldType.Amount => AmountPattern().IsMatch(value),
            TemplateFieldType.PhoneNumber => PhonePattern().IsMatch(value),
            TemplateFieldType.CarNumber => CarPattern().IsMatch(value),
            TemplateFieldType.Name => value.EnumerateRunes().All(r => !Rune.IsNumber(r)),
            TemplateFieldType.Phrase => value.EnumerateRunes().All(IsHan),
            TemplateFieldType.Enum or TemplateFieldType.Const => allowedValues.Count == 0 || allowedValues.Contains(value, StringComparer.Ordinal),
            _ => false,
        };
    }

    /// <summary>Whether a text has a Han character; such a <see cref="TemplateFieldType.Name"/> has half the room.</summary>
    public static bool ContainsHan(string value) => value.EnumerateRunes().Any(IsHan);

    /// <summary>The number of Unicode code points.</summary>
    public static int CountOf(string value) => value.EnumerateRunes().Count();

    /// <summary>Whether a text has a line break or another control or format character that WeChat refuses everywhere.</summary>
    public static bool HasControlCharacter(string value) => value.Any(IsRefusedEverywhere);

    internal static bool IsRefusedEverywhere(char c)
        => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>The violation of a value that a field does not accept, or null.</summary>
    internal static RuleViolation? Violation(TemplateField field, string value, string path)
        => Accepts(field.Type, value, field.AllowedValues)
            ? null
            : new RuleViolation(path, RuleCodes.FieldTypePrefix + field.Type, ("allowed", string.Join(" / ", field.AllowedValues)));

    private static bool IsHan(Rune rune)
        => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF) or 0x3007;

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^[^\p{L}\p{N}\p{C}\s]+\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex SymbolPattern();

    [GeneratedRegex("^" + TimeValue + "( ?~ ?" + TimeValue + @")?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex TimePattern();

    [GeneratedRegex("^" + DateValue + "( ?~ ?(" + DateValue + "|" + Clock + @"))?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^[^0-9\s\p{L}\p{C}]?[0-9]{1,10}(\.[0-9]+)?元?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex AmountPattern();

    [GeneratedRegex(@"^[0-9+\-() ]+\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"^[\u4e00-\u9fffA-Za-z0-9][A-Za-z0-9]{0,6}[\u4e00-\u9fffA-Za-z0-9]?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex CarPattern();
}
