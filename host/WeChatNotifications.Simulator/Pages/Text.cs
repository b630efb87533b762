using System.Globalization;

namespace WeChatNotifications.Simulator.Pages;

/// <summary>One text of the pages in both languages. Both may have places <c>{0}</c>, <c>{1}</c>, …, the same in each.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">Simplified Chinese.</param>
internal sealed record Text(string English, string Chinese)
{
    public string In(PageLanguage language, params object?[] values)
    {
        var text = language == PageLanguage.Chinese ? Chinese : English;
        return values.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, values);
    }
}
