using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace WeChatNotifications.Host.Web;

/// <summary>English unless the query, the cookie or the browser asks for Chinese, under whichever of its names.</summary>
internal static class RequestLanguage
{
    public static void UseRequestLanguage(this IApplicationBuilder app)
    {
        CultureInfo[] cultures = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("zh-Hans")];
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new("en"),
            SupportedCultures = cultures,
            SupportedUICultures = cultures,
            RequestCultureProviders =
            [
                new QueryStringRequestCultureProvider(),
                new CookieRequestCultureProvider(),
                new CustomRequestCultureProvider(context => Task.FromResult(FromBrowser(context.Request))),
            ],
        });
    }

    // "zh" alone is the parent of zh-Hans and would not be found among the supported ones.
    private static ProviderCultureResult? FromBrowser(HttpRequest request)
        => request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is not 0)
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.Value ?? "")
            .Select(tag => tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-Hans" : tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : null)
            .FirstOrDefault(tag => tag is not null) is { } culture
            ? new ProviderCultureResult(culture)
            : null;
}
