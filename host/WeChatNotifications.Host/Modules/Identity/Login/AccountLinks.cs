using WeChatNotifications.Dashboard;
using WeChatNotifications.Host.Web;

namespace WeChatNotifications.Host.Modules.Identity.Login;

/// <summary>What the dashboard's user menu offers of this host's own.</summary>
internal static class AccountLinks
{
    public static IEnumerable<DashboardLink> Of(HttpContext context)
    {
        var texts = HostTexts.Current;
        if (HostClaims.TenantOf(context.User) is null)
        {
            yield return new(texts.ChangeTenant, TenantChoice.Path);
        }

        yield return new(texts.LogOut, "/account/logout", IsPost: true);
    }
}
