using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatNotifications.Broadcasts;

/// <summary>Registers audience sources.</summary>
public static class AudienceSourceExtensions
{
    /// <summary>Lets broadcasts go to whom a source of the host's yields. It may take scoped services.</summary>
    public static IWeChatNotificationsBuilder AddAudienceSource<TSource>(this IWeChatNotificationsBuilder builder)
        where TSource : class, IAudienceSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAudienceSource<TSource>();
        return builder;
    }

    /// <summary>Lets broadcasts go to whom a source of the host's yields; for a module of the host that has no builder at hand.</summary>
    public static IServiceCollection AddAudienceSource<TSource>(this IServiceCollection services)
        where TSource : class, IAudienceSource
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IAudienceSource, TSource>());
        return services;
    }
}
