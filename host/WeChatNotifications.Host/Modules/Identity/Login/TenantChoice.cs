using System.Text.Encodings.Web;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Identity.Persistence;
using WeChatNotifications.Host.Web;

namespace WeChatNotifications.Host.Modules.Identity.Login;

/// <summary>The page on which a person of the host itself chooses whose things to look at.</summary>
internal static class TenantChoice
{
    public const string Path = "/account/tenant";

    public static void MapTenantChoice(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Path).RefuseForgedRequests().RequireAuthorization().ExcludeFromDescription();
        group.MapGet("", RenderAsync);
        group.MapPost("", ChooseAsync).DisableAntiforgery();
    }

    private static async Task<IResult> RenderAsync(HttpContext context, IdentityDbContext database, CancellationToken cancellationToken)
    {
        if (HostClaims.TenantOf(context.User) is not null)
        {
            return Results.Forbid();
        }

        var texts = HostTexts.Current;
        var html = HtmlEncoder.Default;
        var present = context.Request.Cookies[TenantMiddleware.Cookie] ?? "";
        var tenants = await database.Tenants.OrderBy(t => t.Name).Select(t => new { t.Id, t.Name }).ToListAsync(cancellationToken);
        var choices = tenants.Select(t => (Value: t.Id.ToString(), Text: t.Name)).Prepend((TenantMiddleware.AllTenants, texts.AllTenants)).Prepend(("", texts.HostItself));
        var options = string.Concat(choices.Select(c => $"""<option value="{html.Encode(c.Item1)}"{(c.Item1 == present ? " selected" : "")}>{html.Encode(c.Item2)}</option>"""));
        return HtmlPage.Render(
            texts.ChangeTenant,
            $"""
            <h1>{html.Encode(texts.ChangeTenant)}</h1>
            <form method="post" action="{Path}">
              <label for="tenant">{html.Encode(texts.Tenant)}</label>
              <select id="tenant" name="tenant">{options}</select>
              <button type="submit">{html.Encode(texts.Choose)}</button>
            </form>
            """);
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, IdentityDbContext database, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var chosen = form["tenant"].ToString();
        var isKnown = chosen is "" or TenantMiddleware.AllTenants
            || (Guid.TryParse(chosen, out var id) && await database.Tenants.AnyAsync(t => t.Id == id, cancellationToken));
        if (HostClaims.TenantOf(context.User) is not null || !isKnown)
        {
            return Results.Problem(HostTexts.Current.WrongTenant, statusCode: StatusCodes.Status400BadRequest);
        }

        if (chosen.Length == 0)
        {
            context.Response.Cookies.Delete(TenantMiddleware.Cookie);
        }
        else
        {
            context.Response.Cookies.Append(
                TenantMiddleware.Cookie, chosen, new() { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
        }

        return Results.LocalRedirect("/wechat");
    }
}
