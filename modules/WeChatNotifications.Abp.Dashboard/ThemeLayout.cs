using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.AspNetCore.Mvc.UI.Theming;
using WeChatNotifications.Dashboard.Layouts;

namespace WeChatNotifications.Abp.Dashboard;

/// <summary>The application layout of the theme that the request sees; the menu is ABP's.</summary>
internal sealed class ThemeLayout : IDashboardLayout
{
    public bool HasMenu => true;

    public string? Find(HttpContext context) => context.RequestServices.GetRequiredService<IThemeManager>().CurrentTheme.GetApplicationLayout();
}
