using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>Works on behalf of the caller's tenant for the rest of a request.</summary>
internal sealed class TenantMiddleware(RequestDelegate next, IAmbientTenant tenant)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (HostClaims.TenantOf(context.User) is { } tenantId)
        {
            using (tenant.Change(tenantId))
            {
                await next(context);
            }
        }
        else
        {
            await next(context);
        }
    }
}
