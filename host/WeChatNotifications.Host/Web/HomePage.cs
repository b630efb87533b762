using System.Globalization;
using System.Text.Encodings.Web;

namespace WeChatNotifications.Host.Web;

internal static class HomePage
{
    public static void MapHomePage(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/", (HttpContext context) => Render(context.User.Identity)).ExcludeFromDescription();

    private static IResult Render(System.Security.Principal.IIdentity? user)
    {
        var texts = HostTexts.Current;
        var html = HtmlEncoder.Default;
        var account = user is { IsAuthenticated: true }
            ? $"""
               <p>{html.Encode(string.Format(CultureInfo.CurrentCulture, texts.LoggedInAs, user.Name))}</p>
               <form method="post" action="/account/logout"><button type="submit">{html.Encode(texts.LogOut)}</button></form>
               """
            : $"""<p><a href="/account/login">{html.Encode(texts.LogIn)}</a></p>""";
        return HtmlPage.Render(
            HtmlPage.Product,
            $"""
            <h1>WeChatNotifications</h1>
            <p>{html.Encode(texts.Tagline)}</p>
            <ul>
              <li><a href="/wechat">{html.Encode(texts.Dashboard)}</a></li>
              <li><a href="/openapi/v1.json">{html.Encode(texts.ApiDocument)}</a></li>
              <li><a href="/health/ready">{html.Encode(texts.Health)}</a></li>
            </ul>
            {account}
            """);
    }
}
