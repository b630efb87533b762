using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace WeChatNotifications.HttpApi;

/// <summary>
/// Chooses the language of an answer from <c>Accept-Language</c>, unless the host's own request localization has done so already.
/// </summary>
internal static class RequestCulture
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-Hans");

    /// <summary>Sets the current UI culture for the rest of the calling method's flow.</summary>
    public static void Apply(HttpContext context)
    {
        if (context.Features.Get<IRequestCultureFeature>() is null)
        {
            CultureInfo.CurrentUICulture = Choose(context.Request);
        }
    }

    internal static CultureInfo Choose(HttpRequest request)
    {
        var best = request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is not 0)
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => Known(l.Value.Value ?? ""))
            .FirstOrDefault(c => c is not null);
        return best ?? English;
    }

    private static CultureInfo? Known(string language)
        => IsLanguage(language, "zh") ? Chinese : IsLanguage(language, "en") ? English : null;

    private static bool IsLanguage(string tag, string language)
        => tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);
}
