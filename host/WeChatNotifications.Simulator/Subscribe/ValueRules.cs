using System.Globalization;
using System.Text;

namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>
/// Whether WeChat takes a value for a field of a given type: the official table's limits, with lengths in code points. Values are
/// judged by hand rather than by regular expressions because every send passes here.
/// </summary>
internal static class ValueRules
{
    private const int LongestThing = 20;
    private const int LongestNumber = 32;
    private const int LongestLetter = 32;
    private const int LongestSymbol = 5;
    private const int LongestCharacterString = 32;
    private const int LongestPhone = 17;
    private const int LongestCar = 8;
    private const int LongestHanName = 10;
    private const int LongestLetterName = 20;
    private const int LongestPhrase = 5;
    private const int LongestAmount = 10;

    /// <param name="field">The template's field.</param>
    /// <param name="value">Not empty: an empty value is "missing", not "invalid".</param>
    public static bool Accepts(TemplateField field, string value) => !HasControl(value) && field.Type switch
    {
        FieldType.Thing => CountRunes(value) <= LongestThing,
        FieldType.Number => value.Length <= LongestNumber && IsNumber(value),
        FieldType.Letter => value.Length <= LongestLetter && All(value, char.IsAsciiLetter),
        FieldType.Symbol => IsSymbols(value),
        FieldType.CharacterString => value.Length <= LongestCharacterString && All(value, static c => c is >= ' ' and <= '~'),
        FieldType.Time => TimeRules.IsTime(value),
        FieldType.Date => TimeRules.IsDate(value),
        FieldType.Amount => IsAmount(value),
        FieldType.PhoneNumber => value.Length <= LongestPhone && All(value, static c => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or ' '),
        FieldType.CarNumber => IsCarNumber(value),
        FieldType.Name => IsName(value),
        FieldType.Phrase => IsPhrase(value),
        FieldType.Enumerated or FieldType.Constant => field.AllowedValues.Length == 0 || Array.IndexOf(field.AllowedValues, value) >= 0,
        _ => true,
    };

    private static bool HasControl(string value)
    {
        foreach (var c in value)
        {
            // The two Unicode separators break lines like the control characters do.
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
            {
                return true;
            }
        }

        return false;
    }

    private static int CountRunes(string value)
    {
        var count = 0;
        foreach (var c in value)
        {
            count += char.IsLowSurrogate(c) ? 0 : 1;
        }

        return count;
    }

    private static bool All(ReadOnlySpan<char> value, Func<char, bool> allowed)
    {
        foreach (var c in value)
        {
            if (!allowed(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHan(char c) => c is (>= '\u4e00' and <= '\u9fff') or (>= '\u3400' and <= '\u4dbf');

    /// <summary>The ideographs of Unicode with 〇 and those beyond the basic plane, which do occur in names.</summary>
    private static bool IsHan(Rune rune) =>
        rune.Value is 0x3007 or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD) || (rune.IsBmp && IsHan((char)rune.Value));

    /// <summary>Digits, with a sign in front and decimals behind if need be.</summary>
    private static bool IsNumber(ReadOnlySpan<char> value)
    {
        if (value is ['-', ..])
        {
            value = value[1..];
        }

        var point = value.IndexOf('.');
        return point < 0 ? IsDigits(value) : IsDigits(value[..point]) && IsDigits(value[(point + 1)..]);
    }

    private static bool IsDigits(ReadOnlySpan<char> value) => !value.IsEmpty && All(value, char.IsAsciiDigit);

    /// <summary>One currency sign at most, ten digits at most before the decimals, 元 at the end if wanted.</summary>
    private static bool IsAmount(ReadOnlySpan<char> value)
    {
        if (char.GetUnicodeCategory(value[0]) == UnicodeCategory.CurrencySymbol)
        {
            value = value[1..];
        }

        if (value is [.., '元'])
        {
            value = value[..^1];
        }

        var point = value.IndexOf('.');
        var whole = point < 0 ? value : value[..point];
        return whole.Length <= LongestAmount && IsDigits(whole) && (point < 0 || IsDigits(value[(point + 1)..]));
    }

    private static bool IsSymbols(string value)
    {
        var count = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (++count > LongestSymbol || Rune.IsLetter(rune) || Rune.IsNumber(rune) || IsOther(rune) || IsMark(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOther(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>The first and the last place may be Chinese (粤A12345, 京A1234警), the rest letters and digits.</summary>
    private static bool IsCarNumber(string value)
    {
        if (value.Length > LongestCar)
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            var edge = i == 0 || i == value.Length - 1;
            if (!char.IsAsciiLetterOrDigit(value[i]) && !(edge && IsHan(value[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPhrase(string value)
    {
        var count = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (++count > LongestPhrase || !IsHan(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Letters and symbols, no digits. A single Chinese character makes it a Chinese name with the shorter limit.</summary>
    private static bool IsName(string value)
    {
        var (count, han) = (0, false);
        foreach (var rune in value.EnumerateRunes())
        {
            var isHan = IsHan(rune);
            if (Rune.IsNumber(rune) && !isHan)
            {
                return false;
            }

            count++;
            han |= isHan;
        }

        return count <= (han ? LongestHanName : LongestLetterName);
    }
}
