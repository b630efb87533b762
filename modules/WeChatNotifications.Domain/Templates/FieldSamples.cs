using System.Globalization;

namespace WeChatNotifications.Templates;

/// <summary>Values to try a field with, as a person writes them into a form.</summary>
public static class FieldSamples
{
    /// <summary>For a placeholder of a page or url that is no field.</summary>
    public const string Placeholder = "1001";

    /// <summary>A value that a field of the type accepts; of one with a list, its first.</summary>
    /// <param name="field">The field.</param>
    /// <param name="culture">Culture of the app: Chinese ones get Chinese examples.</param>
    /// <param name="now">The present, in the app's time zone.</param>
    public static string For(TemplateField field, CultureInfo culture, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(culture);
        var isChinese = culture.TwoLetterISOLanguageName == "zh";
        return field.Type switch
        {
            TemplateFieldType.Thing => isChinese ? "明前龙井茶礼盒" : "Green tea, 2 boxes",
            TemplateFieldType.Number => "12.5",
            TemplateFieldType.Letter => "ABC",
            TemplateFieldType.Symbol => "★★★",
            TemplateFieldType.CharacterString => "A20261121-07",
            TemplateFieldType.Time or TemplateFieldType.Date => now.ToString("yyyy-MM-dd'T'HH:mm':00'zzz", CultureInfo.InvariantCulture),
            TemplateFieldType.Amount => "88.5",
            TemplateFieldType.PhoneNumber => "020-12345678",
            TemplateFieldType.CarNumber => "粤A8Z888",
            TemplateFieldType.Name => isChinese ? "李晓明" : "Ann Lee",
            TemplateFieldType.Phrase => "已发货",
            TemplateFieldType.Enum or TemplateFieldType.Const => field.AllowedValues.Count > 0 ? field.AllowedValues[0] : "已发货",
            _ => isChinese ? "您的订单已发货" : "Your order is on its way",
        };
    }

    /// <summary>
    /// What business code would give where a person writes that text: a number where the field formats one, so that its format is seen; a full
    /// ISO 8601 moment likewise; else the text.
    /// </summary>
    public static object Read(TemplateField field, string text)
    {
        ArgumentNullException.ThrowIfNull(field);
        var formats = field.Format is not null && field.Type is not (TemplateFieldType.Time or TemplateFieldType.Date);
        if ((formats || field.Type is TemplateFieldType.Number or TemplateFieldType.Amount)
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return formats && text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : text;
    }
}
