using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatNotifications.Host.Web;

namespace WeChatNotifications.Host.Modules.Identity.Login;

internal static class AccountEndpoints
{
    private const long MaxBody = 16 * 1024;

    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        var account = endpoints.MapGroup("/account").RefuseForgedRequests().WithTags("Account")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBody));
        account.MapGet("/login", (string? returnUrl) => LoginPage.Render(LocalPath(returnUrl), null, failed: false)).ExcludeFromDescription();

        account.MapPost("/login", LoginAsync)
            .RequireRateLimiting(IdentityModule.LoginRateLimit)
            .WithName("Login")
            .WithSummary("Log in with a name and a password")
            .WithDescription("JSON is answered with 204 and a cookie, or 401; the log-in page's form with a redirect. Five wrong passwords lock an account for five minutes.")
            .Accepts<LoginRequest>("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

        account.MapPost("/logout", async (HttpContext context) =>
            {
                await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
                return context.Request.HasFormContentType ? Results.LocalRedirect("/") : Results.NoContent();
            })
            .WithName("Logout")
            .WithSummary("Log out")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> LoginAsync(HttpContext context, LoginService logins, CancellationToken cancellationToken)
    {
        var isForm = context.Request.HasFormContentType;
        var login = await ReadAsync(context.Request, isForm, cancellationToken);
        if (login is null)
        {
            return Results.Problem(HostTexts.Current.LoginBody, statusCode: StatusCodes.Status400BadRequest);
        }

        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        if (await logins.LoginAsync(login.UserName, login.Password, Scheme, cancellationToken) is not { } identity)
        {
            return isForm
                ? LoginPage.Render(LocalPath(login.ReturnUrl), login.UserName, failed: true)
                : Results.Problem(HostTexts.Current.LoginFailed, statusCode: StatusCodes.Status401Unauthorized);
        }

        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
        return isForm ? Results.LocalRedirect(LocalPath(login.ReturnUrl)) : Results.NoContent();
    }

    private static async Task<LoginRequest?> ReadAsync(HttpRequest request, bool isForm, CancellationToken cancellationToken)
    {
        if (isForm)
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return new() { UserName = form["userName"], Password = form["password"], ReturnUrl = form["returnUrl"] };
        }

        if (!request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            return await request.ReadFromJsonAsync<LoginRequest>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string LocalPath(string? url) => url is ['/', ..] && RedirectHttpResult.IsLocalUrl(url) ? url : "/";
}
