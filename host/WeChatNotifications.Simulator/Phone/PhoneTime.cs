using System.Globalization;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>Times as a phone in Beijing shows them: as short as today allows.</summary>
internal static class PhoneTime
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static Html Of(PageLanguage language, DateTimeOffset at, DateTimeOffset now) => Html.Of(
        $"""<time datetime="{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}">{Words(language, at.ToOffset(Beijing), now.ToOffset(Beijing))}</time>""");

    private static string Words(PageLanguage language, DateTimeOffset at, DateTimeOffset now)
    {
        var format = (language, at.Date == now.Date, at.Year == now.Year) switch
        {
            (_, true, _) => "HH:mm",
            (PageLanguage.Chinese, _, true) => "M月d日 HH:mm",
            (PageLanguage.Chinese, _, _) => "yyyy年M月d日 HH:mm",
            (_, _, true) => "MMM d, HH:mm",
            _ => "MMM d, yyyy, HH:mm",
        };
        return at.ToString(format, CultureInfo.InvariantCulture);
    }
}
