using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatNotifications.Templates;

/// <summary>Turns typed values into the texts that WeChat's field types want, in an app's culture and time zone.</summary>
public static partial class FieldFormatter
{
    private const decimal SampleNumber = 1234.5m;

    /// <summary>Every digit a decimal can have after the point: nothing is rounded away unless the field's format says so.</summary>
    private const string PlainNumber = "0.############################";

    private static readonly DateTimeOffset SampleMoment = new(2026, 11, 21, 15, 30, 0, TimeSpan.FromHours(8));

    /// <summary>
    /// Formats a value. Null when the field cannot show values of that type (a list, say).
    /// A <see cref="DateTime"/> of kind Unspecified is taken as the app's local time.
    /// </summary>
    public static string? Format(TemplateField field, object value, CultureInfo culture, TimeZoneInfo timeZone)
    {
        try
        {
            return FormatCore(field, value, culture, timeZone);
        }
        catch (FormatException)
        {
            // A format for another kind of value: "HH:mm" asked of a DateOnly.
            return null;
        }
        catch (OverflowException)
        {
            // NaN, infinity, or a magnitude beyond decimal.
            return null;
        }
    }

    /// <summary>A value as it stands in a page's query: invariant, dates and times in ISO 8601. Null for what has no such text.</summary>
    public static string? FormatForPage(object value) => value switch
    {
        string text => text,
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        Enum member => member.ToString(),
        bool flag => flag ? "true" : "false",
        Guid id => id.ToString(),
        Uri uri => uri.OriginalString,
        char c => c.ToString(),
        double number when !double.IsFinite(number) => null,
        float number when !float.IsFinite(number) => null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? FormatCore(TemplateField field, object value, CultureInfo culture, TimeZoneInfo timeZone) => value switch
    {
        string text => FormatText(field, text, culture, timeZone),
        DateTimeOffset moment => FormatMoment(field, TimeZoneInfo.ConvertTime(moment, timeZone), culture),
        DateTime { Kind: DateTimeKind.Unspecified } local => FormatMoment(field, InZone(local, timeZone), culture),
        DateTime moment => FormatMoment(field, TimeZoneInfo.ConvertTime(new DateTimeOffset(moment.ToUniversalTime()), timeZone), culture),
        DateOnly date => FormatDate(field, date, IsChinese(culture) ? "yyyy年M月d日" : "yyyy-MM-dd"),
        TimeOnly time => FormatDate(field, time, "HH:mm"),
        Enum member => EnumNames.NameOf(member, culture, IsChinese(culture) ? "、" : ", "),
        decimal or double or float => FormatNumber(field, Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long or ulong => FormatNumber(field, Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        bool flag => IsChinese(culture) ? (flag ? "是" : "否") : (flag ? "Yes" : "No"),
        char c => c.ToString(),
        Guid id => id.ToString("N"),
        Uri uri => uri.OriginalString,
        _ => null,
    };

    /// <summary>Whether a format can ever give a text that a field of the type accepts.</summary>
    internal static bool IsUsableFormat(TemplateFieldType type, string format) => type switch
    {
        TemplateFieldType.Number or TemplateFieldType.Amount => Sample(SampleNumber, format) is { } text && FieldRules.Accepts(type, text, []),
        TemplateFieldType.Time or TemplateFieldType.Date => Sample(SampleMoment, format) is { } text && FieldRules.Accepts(type, text, []),
        _ => (Sample(SampleNumber, format) ?? Sample(SampleMoment, format)) is { Length: <= MessageTemplateLimits.FieldTextLength },
    };

    /// <summary>
    /// What a format makes of a value, or null when it shows nothing of it: .NET takes <c>yyyy-MM-dd</c> for a number as plain
    /// letters, and would tell a user that the price is "yyyy-MM-dd".
    /// </summary>
    private static string? Sample(IFormattable value, string format)
    {
        try
        {
            var text = value.ToString(format, CultureInfo.InvariantCulture);
            return text.Length == 0 || text == format ? null : text;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? FormatText(TemplateField field, string text, CultureInfo culture, TimeZoneInfo timeZone)
    {
        if (field.Type is not (TemplateFieldType.Time or TemplateFieldType.Date))
        {
            return text;
        }

        // JSON has no date type: a full ISO 8601 moment is a date, anything else is taken as already formatted.
        text = text.Trim();
        var iso = IsoMoment().Match(text);
        if (iso.Success)
        {
            if (iso.Groups["offset"].Success)
            {
                if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
                {
                    return FormatMoment(field, TimeZoneInfo.ConvertTime(moment, timeZone), culture);
                }
            }
            else if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            {
                return FormatMoment(field, InZone(local, timeZone), culture);
            }
        }

        // WeChat refuses the full-width range sign that Chinese keyboards produce.
        return text.Replace('～', '~').Replace('〜', '~');
    }

    private static string? FormatMoment(TemplateField field, DateTimeOffset moment, CultureInfo culture)
        => FormatDate(field, moment, (field.Type, IsChinese(culture)) switch
        {
            (TemplateFieldType.Date, true) => "yyyy年M月d日",
            (TemplateFieldType.Date, false) => "yyyy-MM-dd",
            (_, true) => "yyyy年M月d日 HH:mm",
            (_, false) => "yyyy-MM-dd HH:mm",
        });

    /// <summary>Invariant, since calendars other than the Gregorian and separators other than : would break WeChat's notation.</summary>
    private static string? FormatDate(TemplateField field, IFormattable value, string standard)
        => field.Format is { } format && Sample(SampleMoment, format) is null
            ? null
            : value.ToString(field.Format ?? standard, CultureInfo.InvariantCulture);

    private static string? FormatNumber(TemplateField field, decimal number)
        => field.Format is { } format && Sample(SampleNumber, format) is null
            ? null
            : number.ToString(field.Format ?? (field.Type == TemplateFieldType.Amount ? "¥0.00" : PlainNumber), CultureInfo.InvariantCulture);

    /// <summary>A local time with the offset it has there, so that a format with <c>zzz</c> shows the app's zone and not the machine's.</summary>
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo timeZone)
    {
        var offset = timeZone.GetUtcOffset(local);
        var utcTicks = local.Ticks - offset.Ticks;
        return utcTicks >= DateTime.MinValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(local, offset)
            : new DateTimeOffset(local, TimeSpan.Zero);
    }

    private static bool IsChinese(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh";

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,12})?)?(?<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000)]
    private static partial Regex IsoMoment();
}
