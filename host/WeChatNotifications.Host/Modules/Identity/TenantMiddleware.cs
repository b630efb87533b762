using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Identity.Persistence;
using WeChatNotifications.Host.Web;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>
/// Works on behalf of the caller's tenant for the rest of a request. A caller of the host's own, who has no tenant, may name one in the
/// header <see cref="Header"/>, or look at all of them at once; a person's browser keeps the choice in the cookie <see cref="Cookie"/>.
/// </summary>
internal sealed class TenantMiddleware(RequestDelegate next, IAmbientTenant tenant)
{
    /// <summary>Id of a tenant, or <see cref="AllTenants"/>.</summary>
    public const string Header = "X-Tenant";

    /// <summary>All tenants at once: for looking, never for changing.</summary>
    public const string AllTenants = "*";

    /// <summary>What the same header would say, for people; it counts only for those who have no tenant.</summary>
    public const string Cookie = "wechat-notifications-tenant";

    public async Task InvokeAsync(HttpContext context)
    {
        var asked = Asked(context);
        if (HostClaims.TenantOf(context.User) is { } own)
        {
            if (asked.Length > 0 && !(Guid.TryParse(asked, out var other) && other == own))
            {
                await RefuseAsync(context, StatusCodes.Status403Forbidden);
                return;
            }

            await WorkAsync(context, tenant.Change(own));
        }
        else if (asked.Length == 0)
        {
            await next(context);
        }
        else if (asked == AllTenants && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            await WorkAsync(context, tenant.DisableFilter());
        }
        else if (Guid.TryParse(asked, out var id) && await IsTenantAsync(context, id))
        {
            await WorkAsync(context, tenant.Change(id));
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
        }
    }

    private static string Asked(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            return "";
        }

        var header = context.Request.Headers[Header].ToString();
        var isAccountPage = context.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);
        return header.Length > 0 || isAccountPage || HostClaims.TenantOf(context.User) is not null ? header : context.Request.Cookies[Cookie] ?? "";
    }

    private static Task<bool> IsTenantAsync(HttpContext context, Guid id)
        => context.RequestServices.GetRequiredService<IdentityDbContext>().Tenants.AnyAsync(t => t.Id == id, context.RequestAborted);

    private static Task RefuseAsync(HttpContext context, int statusCode)
        => Results.Problem(HostTexts.Current.WrongTenant, statusCode: statusCode).ExecuteAsync(context);

    private async Task WorkAsync(HttpContext context, IDisposable scope)
    {
        using (scope)
        {
            await next(context);
        }
    }
}
