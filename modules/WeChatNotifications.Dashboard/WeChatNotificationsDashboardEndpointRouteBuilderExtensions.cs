using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Dashboard.Mapping;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts the module's dashboard into a host.</summary>
public static class WeChatNotificationsDashboardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the pages, and the styles and scripts they load. Every page demands the permission of its task; the tenant is the ambient one, so the
    /// host's middleware must have set it before. The host's other Razor Pages, if it has any, are mapped along as <c>MapRazorPages</c> does.
    /// </summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <param name="prefix">Path of the dashboard, without a slash at its end.</param>
    /// <exception cref="InvalidOperationException">It is mapped at another place already.</exception>
    public static PageActionEndpointConventionBuilder MapWeChatNotificationsDashboard(this IEndpointRouteBuilder endpoints, string prefix = "/wechat")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var routes = endpoints.ServiceProvider.GetRequiredService<DashboardRoutes>();
        routes.MapTo(prefix);
        DashboardAssets.Map(endpoints, routes.Prefix!);
        endpoints.MapGet($"{routes.Prefix}/language/{{culture}}", SetLanguage).AllowAnonymous().ExcludeFromDescription();
        return endpoints.MapRazorPages();
    }

    /// <summary>Remembers the language in the cookie that ASP.NET Core's own request localization reads, and leads back.</summary>
    private static IResult SetLanguage(HttpContext context, string culture, string? back)
    {
        var chosen = culture.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-Hans" : "en";
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)),
            new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), Secure = context.Request.IsHttps });

        return Results.LocalRedirect(back is ['/', ..] && RedirectHttpResult.IsLocalUrl(back) ? back : "/");
    }
}
