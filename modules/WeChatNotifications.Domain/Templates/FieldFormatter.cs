using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace WeChatNotifications.Templates;

/// <summary>Turns typed values into the texts that WeChat's field types want, in an app's culture and time zone.</summary>
public static class FieldFormatter
{
    private static readonly DateTimeOffset Sample = new(2026, 11, 21, 15, 30, 0, TimeSpan.FromHours(8));

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

    /// <summary>A value as it stands in a page's query: invariant, times in ISO 8601.</summary>
    public static string? FormatForPage(object value) => value switch
    {
        string text => text,
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
        Enum member => member.ToString(),
        bool flag => flag ? "true" : "false",
        Guid id => id.ToString(),
        Uri uri => uri.OriginalString,
        char c => c.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? FormatCore(TemplateField field, object value, CultureInfo culture, TimeZoneInfo timeZone) => value switch
    {
        string text => FormatText(field, text, culture, timeZone),
        DateTimeOffset moment => FormatMoment(field, TimeZoneInfo.ConvertTime(moment, timeZone).DateTime, culture),
        DateTime { Kind: DateTimeKind.Unspecified } local => FormatMoment(field, local, culture),
        DateTime moment => FormatMoment(field, TimeZoneInfo.ConvertTime(new DateTimeOffset(moment), timeZone).DateTime, culture),
        DateOnly date => date.ToString(field.Format ?? (IsChinese(culture) ? "yyyy年M月d日" : "yyyy-MM-dd"), CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString(field.Format ?? "HH:mm", CultureInfo.InvariantCulture),
        Enum member => NameOf(member),
        decimal or double or float => FormatNumber(field, Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long or ulong => FormatNumber(field, Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        bool flag => IsChinese(culture) ? (flag ? "是" : "否") : (flag ? "Yes" : "No"),
        char c => c.ToString(),
        Guid id => id.ToString("N"),
        Uri uri => uri.OriginalString,
        _ => null,
    };

    internal static bool IsUsableFormat(TemplateFieldType type, string format)
    {
        try
        {
            // The rules of the type decide later whether the result is acceptable; here only "can it be used at all".
            var text = type switch
            {
                TemplateFieldType.Number or TemplateFieldType.Amount => 1234.5m.ToString(format, CultureInfo.InvariantCulture),
                _ => Sample.DateTime.ToString(format, CultureInfo.InvariantCulture),
            };
            return text.Length is > 0 and <= MessageTemplateLimits.FieldTextLength
                && (type is not (TemplateFieldType.Number or TemplateFieldType.Amount or TemplateFieldType.Time or TemplateFieldType.Date)
                    || FieldRules.Accepts(type, text, []));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string FormatText(TemplateField field, string text, CultureInfo culture, TimeZoneInfo timeZone)
    {
        if (field.Type is not (TemplateFieldType.Time or TemplateFieldType.Date))
        {
            return text;
        }

        // JSON has no date type: a full ISO 8601 moment is a date, anything else is taken as already formatted.
        if (text.Length >= 16 && text[10] == 'T'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out _))
        {
            return HasOffset(text)
                ? FormatMoment(field, TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), timeZone).DateTime, culture)
                : FormatMoment(field, DateTime.Parse(text, CultureInfo.InvariantCulture), culture);
        }

        // WeChat refuses the full-width range sign that Chinese keyboards produce.
        return text.Replace('～', '~').Replace('〜', '~');
    }

    private static bool HasOffset(string iso) => iso.EndsWith('Z') || iso.IndexOfAny(['+', '-'], 11) > 0;

    private static string FormatMoment(TemplateField field, DateTime local, CultureInfo culture)
    {
        var format = field.Format ?? (field.Type, IsChinese(culture)) switch
        {
            (TemplateFieldType.Date, true) => "yyyy年M月d日",
            (TemplateFieldType.Date, false) => "yyyy-MM-dd",
            (_, true) => "yyyy年M月d日 HH:mm",
            (_, false) => "yyyy-MM-dd HH:mm",
        };

        // Calendars other than the Gregorian and separators other than : would break WeChat's format.
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string FormatNumber(TemplateField field, decimal number)
    {
        var format = field.Format ?? (field.Type == TemplateFieldType.Amount ? "¥0.00" : "0.############");
        return number.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string NameOf(Enum member)
    {
        var name = member.ToString();
        var field = member.GetType().GetField(name);
        return field?.GetCustomAttribute<DisplayAttribute>()?.GetName()
            ?? field?.GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? name;
    }

    private static bool IsChinese(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh";
}
