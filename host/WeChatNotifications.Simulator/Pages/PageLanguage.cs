using Microsoft.Extensions.Primitives;
using StringWithQualityHeaderValue = Microsoft.Net.Http.Headers.StringWithQualityHeaderValue;

namespace WeChatNotifications.Simulator.Pages;

/// <summary>The languages of the pages.</summary>
internal enum PageLanguage
{
    English,
    Chinese,
}

/// <summary>Which language a reader gets: the one asked for with <c>?culture=</c>, else the one asked for last, else what the browser says.</summary>
internal static class PageLanguages
{
    public const string QueryName = "culture";
    private const string CookieName = "simulator-culture";

    public static string Tag(this PageLanguage language) => language == PageLanguage.Chinese ? "zh-Hans" : "en";

    public static PageLanguage Of(HttpContext http)
    {
        if (Known(http.Request.Query[QueryName].ToString()) is { } asked)
        {
            http.Response.Cookies.Append(CookieName, asked.Tag(), new() { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365) });
            return asked;
        }

        return Known(http.Request.Cookies[CookieName]) ?? Preferred(http.Request.Headers.AcceptLanguage);
    }

    private static PageLanguage Preferred(StringValues header) => StringWithQualityHeaderValue.TryParseList(header, out var languages)
        ? languages.OrderByDescending(language => language.Quality ?? 1).Where(language => (language.Quality ?? 1) > 0)
            .Select(language => Known(language.Value.Value)).FirstOrDefault(language => language is not null) ?? PageLanguage.English
        : PageLanguage.English;

    private static PageLanguage? Known(string? tag) => tag?.Split('-', '_')[0].ToUpperInvariant() switch
    {
        "ZH" => PageLanguage.Chinese,
        "EN" => PageLanguage.English,
        _ => null,
    };
}
