using System.Security.Cryptography;
using System.Text;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Pages;

/// <summary>
/// Keeps the pages to those who may steer the simulator, as the control API is kept, and gives every answer the headers that hold a
/// browser to this origin. Whoever enters the control key gets a cookie that stands for it until the simulator stops.
/// </summary>
internal sealed class PageGuard(CallerRules rules)
{
    public const string SignInPath = "/control/sign-in";
    public const string KeyField = "key";
    private const string ReturnField = "to";

    /// <summary>Nothing inline, nothing from elsewhere, and no page of others around it.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] Roots = ["/phone", "/control", PageAssets.Root];
    private readonly string _pass = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!Covers(http.Request.Path))
        {
            await next(http);
            return;
        }

        SetHeaders(http.Response.Headers);
        var page = new PageContext(http);
        if (rules.Judge(http) is { } refusal)
        {
            await page.WriteAsync(Notices.Of(page, page[PageTexts.NotAllowed], page[Words(refusal)]), StatusCodes.Status403Forbidden);
        }
        else if (rules.AsksForKey && http.Request.Path == SignInPath && HttpMethods.IsPost(http.Request.Method))
        {
            await SignInAsync(page);
        }
        else if (!IsSignedIn(http) && !http.Request.Path.StartsWithSegments(PageAssets.Root, StringComparison.Ordinal))
        {
            await page.WriteAsync(SignInForm(page, http.Request.Path + http.Request.QueryString, fault: null), StatusCodes.Status401Unauthorized);
        }
        else
        {
            await AnswerAsync(page, next);
        }
    }

    public static bool Covers(PathString path) => path == "/" || Roots.Any(root => path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>What goes wrong on the way is told on a page, too.</summary>
    private static async Task AnswerAsync(PageContext page, RequestDelegate next)
    {
        var response = page.Http.Response;
        try
        {
            await next(page.Http);
            if (response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
            {
                await page.WriteAsync(Notices.Of(page, page[PageTexts.NotAllowed], page[PageTexts.OtherVerb]), response.StatusCode);
            }
        }
        catch (Exception error) when (error is BadHttpRequestException or InvalidDataException && !response.HasStarted)
        {
            var status = error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
            await page.WriteAsync(Notices.Of(page, page[PageTexts.NotAllowed], page[PageTexts.Broken]), status);
        }
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Not "no-referrer": forms would then be sent without their origin, which is what tells ours from others'.
        headers["Referrer-Policy"] = "same-origin";
    }

    private static Text Words(CallerRefusal refusal) => refusal switch
    {
        CallerRefusal.OtherMachine => PageTexts.OtherMachine,
        CallerRefusal.OtherName => PageTexts.OtherName,
        _ => PageTexts.OtherOrigin,
    };

    private bool IsSignedIn(HttpContext http) => !rules.AsksForKey
        || rules.IsKey(http.Request.Headers[ControlGuard.KeyHeader].ToString())
        || CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(http.Request.Cookies[CookieName(http)] ?? ""), Encoding.ASCII.GetBytes(_pass));

    /// <summary>Cookies know no ports; two simulators on one machine must not overwrite each other's.</summary>
    private static string CookieName(HttpContext http) => $"simulator-pass-{http.Connection.LocalPort}";

    private async Task SignInAsync(PageContext page)
    {
        var form = await page.Http.Request.ReadFormAsync(page.Aborted);
        var target = form[ReturnField].ToString();
        target = IsOurs(target) ? target : "/phone";
        if (!rules.IsKey(form[KeyField].ToString()))
        {
            await page.WriteAsync(SignInForm(page, target, page[PageTexts.WrongKey]), StatusCodes.Status401Unauthorized);
            return;
        }

        page.Http.Response.Cookies.Append(CookieName(page.Http), _pass, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = page.Http.Request.IsHttps, Path = "/" });
        await page.GoTo(target);
    }

    private static bool IsOurs(string target) => target.StartsWith('/') && !target.StartsWith("//", StringComparison.Ordinal) && !target.Contains('\\', StringComparison.Ordinal)
        && target.All(c => !char.IsControl(c)) && Covers(target.Split('?')[0]);

    private static PageParts SignInForm(PageContext page, string target, string? fault) => new()
    {
        Title = page[PageTexts.SignIn],
        Main = Html.Of($"""
            <h1>{page[PageTexts.SignIn]}</h1>
            <p>{page[PageTexts.SignInWords]}</p>
            <form method="post" action="{SignInPath}" class="card" data-testid="sign-in">
            <input type="hidden" name="{ReturnField}" value="{target}">
            {Fields.Line(new() { Name = KeyField, Label = page[PageTexts.Key], Type = "password", Fault = fault, Required = true, Completes = "current-password" })}
            <button type="submit">{page[PageTexts.Enter]}</button>
            </form>
            """),
    };
}
