using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.Primitives;
using WeChatNotifications.HttpApi.Errors;

namespace WeChatNotifications.Dashboard.Mapping;

/// <summary>
/// Where the host has mapped the pages. They have no address at all before it does; when something has looked at the host's pages before that, it is
/// told to look again.
/// </summary>
internal sealed class DashboardRoutes : IPageRouteModelConvention, IActionDescriptorChangeProvider, IDisposable
{
    public const string Area = "WeChatNotifications";

    private readonly CancellationTokenSource _mapped = new();

    /// <summary>With a slash at its beginning and none at its end; null until the host has mapped them.</summary>
    public string? Prefix { get; private set; }

    /// <exception cref="InvalidOperationException">They are mapped at another place already: an area has one address.</exception>
    public void MapTo(string prefix)
    {
        var path = "/" + prefix.Trim('/');
        if (Prefix is { } other && other != path)
        {
            throw new InvalidOperationException($"The dashboard of WeChatNotifications is mapped at {other} already.");
        }

        if (Prefix is null)
        {
            Prefix = path;
            _mapped.Cancel();
        }
    }

    /// <summary>There is one change at most.</summary>
    public IChangeToken GetChangeToken() => Prefix is null ? new CancellationChangeToken(_mapped.Token) : Microsoft.Extensions.FileProviders.NullChangeToken.Singleton;

    public void Dispose() => _mapped.Dispose();

    public void Apply(PageRouteModel model)
    {
        if (model.AreaName != Area)
        {
            return;
        }

        if (Prefix is null)
        {
            model.Selectors.Clear();
            return;
        }

        foreach (var route in model.Selectors.Select(s => s.AttributeRouteModel).OfType<AttributeRouteModel>())
        {
            route.Template = TemplateOf(route.Template ?? "");
        }
    }

    /// <summary>The area's name gives way to the prefix, and page names are lower case in addresses; parameters stay.</summary>
    private string TemplateOf(string template)
    {
        var segments = template.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(s => s.Contains('{', StringComparison.Ordinal) ? s : ProblemFactory.Kebab(s));
        return string.Join('/', segments.Prepend(Prefix!.Trim('/')).Where(s => s.Length > 0));
    }
}
