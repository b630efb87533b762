using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.HttpApi;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>
/// A page whose form is read by its handler while it arrives: nothing binds it, which would first put all of it into memory or a file, and it may
/// be as large as the API's lists. Such a page checks its antiforgery token itself.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StreamedFormAttribute : Attribute, IResourceFilter
{
    /// <summary>What a form may add to its file: boundaries, the token, short fields.</summary>
    internal const int Frame = 64 * 1024;

    /// <inheritdoc />
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = context.HttpContext.RequestServices.GetRequiredService<IOptions<WeChatNotificationsHttpApiOptions>>().Value.MaxListSize + Frame;
        }
    }

    /// <inheritdoc />
    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
