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

    /// <summary>Most code points a value may have, or null where the type does not count characters.</summary>
    public static int? MaxLength(TemplateFieldType type, string value) => type switch
    {
        TemplateFieldType.Thing => 20,
        TemplateFieldType.Number or TemplateFieldType.Letter or TemplateFieldType.CharacterString => 32,
        TemplateFieldType.Symbol or TemplateFieldType.Phrase => 5,
        TemplateFieldType.Text => MessageTemplateLimits.FreeTextLength,
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
        if (!HasSomethingToSee(value) || HasControlCharacter(value) || (MaxLength(type, value) is { } max && CountOf(value) > max))
        {
            return false;
        }

        return type switch
        {
            TemplateFieldType.Thing or TemplateFieldType.Text => true,
            TemplateFieldType.Number => NumberPattern().IsMatch(value),
            TemplateFieldType.Letter => value.All(char.IsAsciiLetter),
            TemplateFieldType.Symbol => SymbolPattern().IsMatch(value),
            TemplateFieldType.CharacterString => !value.AsSpan().ContainsAnyExceptInRange(' ', '~'),
            TemplateFieldType.Time => DateAndTimeRules.IsTime(value),
            TemplateFieldType.Date => DateAndTimeRules.IsDate(value),
            TemplateFieldType.Amount => AmountPattern().IsMatch(value),
            TemplateFieldType.PhoneNumber => PhonePattern().IsMatch(value),
            TemplateFieldType.CarNumber => CarPattern().IsMatch(value),
            TemplateFieldType.Name => value.EnumerateRunes().All(r => IsHan(r) || !Rune.IsNumber(r)),
            TemplateFieldType.Phrase => value.EnumerateRunes().All(IsHan),
            TemplateFieldType.Enum or TemplateFieldType.Const => allowedValues.Count == 0 || allowedValues.Contains(value, StringComparer.Ordinal),
            _ => false,
        };
    }

    /// <summary>Whether a text has a Han character; such a <see cref="TemplateFieldType.Name"/> has half the room.</summary>
    public static bool ContainsHan(string value) => value.EnumerateRunes().Any(IsHan);

    /// <summary>The number of Unicode code points.</summary>
    public static int CountOf(string value)
    {
        var count = 0;
        foreach (var _ in value.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// Whether a text has what no field takes: a line break or another control character, a character that turns around the text
    /// after it, or half of a surrogate pair (a broken emoji), which JSON cannot carry.
    /// </summary>
    public static bool HasControlCharacter(string value) => UnsendableCharacters.IsIn(value);

    /// <summary>The violation of a value that a field does not accept, or null.</summary>
    internal static RuleViolation? Violation(TemplateField field, string value, string path)
        => Accepts(field.Type, value, field.AllowedValues) ? null : NotAccepted(field, path);

    /// <summary>What is said of a value that a field does not accept.</summary>
    internal static RuleViolation NotAccepted(TemplateField field, string path)
        => new(path, RuleCodes.FieldTypePrefix + field.Type, ("allowed", string.Join(" / ", field.AllowedValues)));

    /// <summary>Blanks and invisible characters alone look like no value at all, and WeChat refuses an empty one.</summary>
    private static bool HasSomethingToSee(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The ideographs of Unicode, extensions included (planes 2 and 3 hold nothing else), and 〇.</summary>
    private static bool IsHan(Rune rune)
        => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD) or 0x3007;

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^[^\p{L}\p{M}\p{N}\p{C}\s]+\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex SymbolPattern();

    // Ten digits is WeChat's limit; that they are counted on each side of the point is our reading of it.
    [GeneratedRegex(@"^\p{Sc}?[0-9]{1,10}(\.[0-9]{1,10})?元?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex AmountPattern();

    [GeneratedRegex(@"^[+\-() ]*[0-9][0-9+\-() ]*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"^[\u4e00-\u9fffA-Za-z0-9][A-Za-z0-9]{0,6}[\u4e00-\u9fffA-Za-z0-9]?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex CarPattern();
}
