using Volo.Abp.AspNetCore.Mvc.UI.Theming;
using Volo.Abp.DependencyInjection;

namespace WeChatNotifications.AbpHost.Themes;

/// <summary>A theme as small as one can be: what the dashboard looks like inside any other, without that one's packages.</summary>
[ThemeName(Name)]
public sealed class SampleTheme : ITheme, ITransientDependency
{
    public const string Name = "Sample";

    public string GetLayout(string name, bool fallbackToDefault = true) => "~/Themes/Sample/Application.cshtml";
}
