using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.Dashboard.Layouts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Texts;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Dashboard;

/// <summary>
/// What every page shares: its language, permissions of page and handler, plain words for what is missing or forbidden, and refusals of the
/// module beside the fields they are about.
/// </summary>
public abstract class DashboardPage : PageModel
{
    /// <summary>Under which the page before leaves what it has done.</summary>
    internal const string FlashKey = "WeChatNotifications.Flash";
    private const string StatusView = "/Areas/WeChatNotifications/Pages/Shared/_Status.cshtml";

    /// <summary>The pages' own texts.</summary>
    public DashboardTexts Texts => Service<DashboardTexts>();

    /// <summary>The texts that the module shares with its API: states, reasons, errors.</summary>
    public IModuleTexts ModuleTexts => Service<IModuleTexts>();

    /// <summary>What the user may do.</summary>
    public DashboardPermissions Permissions => Service<DashboardPermissions>();

    /// <summary>The host's choices.</summary>
    public WeChatNotificationsDashboardOptions Options => Service<IOptions<WeChatNotificationsDashboardOptions>>().Value;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => Service<TimeProvider>();

    /// <summary>Ends with the request.</summary>
    protected CancellationToken Aborted => HttpContext.RequestAborted;

    /// <inheritdoc />
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ApplyCulture(HttpContext);
        ApplyHeaders();
        if (await FindMissingAsync(context.HandlerMethod?.MethodInfo).ConfigureAwait(false) is { } missing)
        {
            context.Result = await RefuseAsync(missing).ConfigureAwait(false);
            return;
        }

        var done = await next().ConfigureAwait(false);
        if (done.Exception is EntityNotFoundException gone)
        {
            done.ExceptionHandled = true;
            done.Result = Status(StatusCodes.Status404NotFound, ModuleTexts.Of(gone));
        }
        else if (done.Exception is OperationCanceledException && Aborted.IsCancellationRequested)
        {
            done.ExceptionHandled = true;
            done.Result = new StatusCodeResult(StatusCodes.Status499ClientClosedRequest);
        }
        else if (done.Exception is WeChatNotificationsException refused)
        {
            done.ExceptionHandled = true;
            done.Result = Status(StatusCodes.Status409Conflict, ModuleTexts.Of(refused));
        }
    }

    /// <summary>
    /// Does something that the module may refuse. What it refuses stands in the model state afterwards: a broken rule at its field, everything
    /// else at the head of the page.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <param name="prefix">Property that the form is bound to; a rule's field <c>name</c> then is <c>Input.Name</c>.</param>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> TryAsync(Func<Task> work, string prefix = "Input")
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (RuleViolationException refused)
        {
            foreach (var violation in refused.Violations.Select(ModuleTexts.Of))
            {
                ModelState.AddModelError(prefix.Length > 0 ? $"{prefix}.{violation.Field}" : violation.Field, violation.Message);
            }
        }
        catch (WeChatNotificationsException refused) when (refused is not EntityNotFoundException)
        {
            ModelState.AddModelError("", ModuleTexts.Of(refused));
        }

        return false;
    }

    /// <summary>What somebody sees who lacks a permission: which one it is.</summary>
    /// <param name="missing">The permission.</param>
    protected virtual Task<IActionResult> RefuseAsync(string missing)
        => Task.FromResult(Status(StatusCodes.Status403Forbidden, Texts["Status.Forbidden", ("permission", missing)]));

    /// <summary>Leads on after something was done, and says so there.</summary>
    protected IActionResult Done(string message, string? page = null, object? values = null)
    {
        TempData[FlashKey] = message;
        return page is null ? RedirectToPage(values) : RedirectToPage(page, values);
    }

    /// <summary>A page that says in plain words why there is nothing to see.</summary>
    protected IActionResult Status(int statusCode, string message) => new ViewResult
    {
        ViewName = StatusView,
        StatusCode = statusCode,
        ViewData = new ViewDataDictionary(MetadataProvider, new()) { Model = new DashboardStatus(statusCode, message) },
        TempData = TempData,
    };

    private T Service<T>()
        where T : notnull
        => HttpContext.RequestServices.GetRequiredService<T>();

    private async Task<string?> FindMissingAsync(MethodInfo? handler)
    {
        var demands = new[] { GetType().GetCustomAttribute<DashboardPermissionAttribute>(), handler?.GetCustomAttribute<DashboardPermissionAttribute>() };
        foreach (var demand in demands.OfType<DashboardPermissionAttribute>())
        {
            if (!await Permissions.HasAnyAsync(demand.Names).ConfigureAwait(false))
            {
                return demand.Names[0];
            }
        }

        return null;
    }

    private void ApplyHeaders()
    {
        Response.Headers[HeaderNames.CacheControl] = "no-store";
        if (Options.ContentSecurityPolicy is { } policy && Service<IDashboardLayout>().Find(HttpContext) is null)
        {
            Response.Headers.ContentSecurityPolicy = policy;
        }
    }

    /// <summary>The host's choice; where it makes none, the one the user has made here before, else the browser's.</summary>
    private static void ApplyCulture(HttpContext context)
    {
        if (context.Features.Get<IRequestCultureFeature>() is not null)
        {
            return;
        }

        HttpApi.RequestCulture.Apply(context);
        if (context.Request.Cookies[CookieRequestCultureProvider.DefaultCookieName] is { } cookie
            && CookieRequestCultureProvider.ParseCookieValue(cookie)?.UICultures.FirstOrDefault().Value is { } chosen)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(chosen.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-Hans" : "en");
        }

        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture;
    }
}

/// <summary>Why there is nothing to see.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Message">In plain words.</param>
public sealed record DashboardStatus(int Code, string Message);
