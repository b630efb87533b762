using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Tests.Security;

/// <summary>What holds for all pages, found by looking at what is there: a new one cannot be forgotten.</summary>
public sealed class EveryPageTests(RunningHost host)
{
    private static IReadOnlyList<Type> Models { get; } = [.. typeof(DashboardPage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)) && !t.IsAbstract)];

    public static TheoryData<string, string, string[]> Demands
    {
        get
        {
            var data = new TheoryData<string, string, string[]>();
            foreach (var model in Models)
            {
                data.Add(model.FullName!, "", [.. Of(model)!.Names]);
                foreach (var handler in Handlers(model).Where(h => Of(h) is not null))
                {
                    data.Add(model.FullName!, handler.Name, [.. Of(handler)!.Names]);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Every_page_and_every_handler_that_posts_says_which_permission_it_demands()
    {
        Models.ShouldAllBe(m => m.IsSubclassOf(typeof(DashboardPage)));
        Models.Where(m => Of(m) is null).ShouldBeEmpty();
        Models.SelectMany(Handlers).Where(h => IsPost(h.Name) && Of(h) is null).Select(h => $"{h.DeclaringType!.FullName}.{h.Name}").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Demands))]
    public async Task Whoever_lacks_the_permission_is_told_so_and_nothing_happens(string model, string handler, string[] permissions)
    {
        var shop = await host.NewShopAsync();

        // What only the host's own people hold, one of them has to lack.
        Guid? tenantId = WeChatNotificationsPermissionTree.All.Any(p => p.IsHostSide && permissions.Contains(p.Name)) ? null : shop.TenantId;
        using var visitor = await Visitor.LogInAsync(host, tenantId, RunningHost.AllPermissions.Except(permissions));
        var path = PathOf(model);
        if (model == typeof(Dashboard.Pages.OverviewModel).FullName && !IsPost(handler))
        {
            // The first page leads on to one that may be seen; OverviewAccessTests tells where, and what is seen of it: nothing.
            var led = await visitor.GetAsync(path);
            led.Address.AbsolutePath.ShouldNotBe(Visitor.Prefix);
            led.Element("overview-today").ShouldBeNull();
            return;
        }

        // Every page with a user on it has a token, also one that says "not allowed".
        var answer = IsPost(handler)
            ? await visitor.PostAsync(path, HandlerName(handler), (await visitor.GetAsync("")).AntiforgeryToken)
            : await visitor.GetAsync(path + (handler.Length > 0 ? "?handler=" + HandlerName(handler) : ""));

        answer.Status.ShouldBe(HttpStatusCode.Forbidden, answer.Text);
        answer.Element("status-403").ShouldNotBeNull();
        answer.Text.ShouldContain(permissions[0]);
    }

    [Theory]
    [MemberData(nameof(Demands))]
    public async Task Whoever_is_not_logged_in_is_sent_to_log_in(string model, string handler, string[] permissions)
    {
        _ = permissions;
        using var visitor = Visitor.Anonymous(host);
        var path = PathOf(model);

        if (IsPost(handler))
        {
            (await visitor.PostAsync(path, HandlerName(handler), antiforgeryToken: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
            return;
        }

        var answer = await visitor.GetAsync(path);
        answer.Address.AbsolutePath.ShouldBe("/account/login");
        Uri.UnescapeDataString(answer.Address.Query).ShouldEndWith(Visitor.Prefix + path, Case.Sensitive, "and back again afterwards");
    }

    [Theory]
    [MemberData(nameof(Demands))]
    public async Task A_form_that_another_site_has_made_is_refused(string model, string handler, string[] permissions)
    {
        _ = permissions;
        if (!IsPost(handler))
        {
            return;
        }

        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.PostAsync(PathOf(model), HandlerName(handler), antiforgeryToken: null)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static DashboardPermissionAttribute? Of(MemberInfo member) => member.GetCustomAttribute<DashboardPermissionAttribute>();

    private static IEnumerable<MethodInfo> Handlers(Type model)
        => model.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(m => m.Name.StartsWith("OnGet", StringComparison.Ordinal) || m.Name.StartsWith("OnPost", StringComparison.Ordinal));

    private static bool IsPost(string handler) => handler.StartsWith("OnPost", StringComparison.Ordinal);

    private static string HandlerName(string method)
    {
        var name = IsPost(method) ? method["OnPost".Length..] : method["OnGet".Length..];
        return name.EndsWith("Async", StringComparison.Ordinal) ? name[..^"Async".Length] : name;
    }

    /// <summary>The page's address, with an id that nothing has in the place of each parameter.</summary>
    private string PathOf(string model)
    {
        // A page has two endpoints when its name may be left out; the shorter one is as people see it.
        var pattern = host.Endpoints.Where(e => ModelOf(e) == model).Select(e => e.RoutePattern).MinBy(p => p.PathSegments.Count)
            ?? throw new InvalidOperationException($"{model} has no address.");
        var path = string.Join('/', pattern.PathSegments.Select(s => string.Concat(s.Parts.Select(PartOf))));
        return path[Visitor.Prefix.Trim('/').Length..].TrimEnd('/');
    }

    private static string PartOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart { IsOptional: false } => Guid.NewGuid().ToString(),
        _ => "",
    };

    /// <summary>The endpoint knows its Razor file; the model's class lies where the file does.</summary>
    private static string? ModelOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { AreaName: "WeChatNotifications" } page)
        {
            return null;
        }

        return page.ViewEnginePath == "/Index" ? typeof(Dashboard.Pages.OverviewModel).FullName : $"WeChatNotifications.Dashboard.Pages{page.ViewEnginePath.Replace('/', '.')}Model";
    }
}
