using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WeChatNotifications.Auditing;
using WeChatNotifications.HttpApi;
using WeChatNotifications.HttpApi.Auditing;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.MiniProgram;
using WeChatNotifications.HttpApi.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the module's HTTP API.</summary>
public static class WeChatNotificationsHttpApiServiceCollectionExtensions
{
    /// <summary>
    /// Adds what the endpoints need, and a policy for every permission that the host does not define itself. To be called after the
    /// host's own <see cref="IAuthorizationMiddlewareResultHandler"/>, if it has one.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IServiceCollection AddWeChatNotificationsHttpApi(
        this IServiceCollection services, Action<WeChatNotificationsHttpApiOptions>? configure = null)
    {
        services.AddWeChatNotificationsMiniProgramApi(configure);
        if (services.Any(d => d.ServiceType == typeof(IPostConfigureOptions<AuthorizationOptions>) && d.ImplementationType == typeof(PermissionPolicies)))
        {
            return services;
        }

        services.AddAuthorization();
        services.AddSingleton<IPostConfigureOptions<AuthorizationOptions>, PermissionPolicies>();
        services.AddSingleton<IAuthorizationHandler, HostSideHandler>();
        AddCurrentUser(services);
        DecorateAuthorizationResults(services);
        return services;
    }

    /// <summary>
    /// Adds what <c>MapWeChatNotificationsMiniProgramApi</c> needs, and nothing that touches the host's own endpoints: for a host that has
    /// the rest of the API in a way of its own.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IServiceCollection AddWeChatNotificationsMiniProgramApi(
        this IServiceCollection services, Action<WeChatNotificationsHttpApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<WeChatNotificationsHttpApiOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(d => d.ServiceType == typeof(ProblemFactory)))
        {
            return services;
        }

        services.AddSingleton<ProblemFactory>();
        services.AddSingleton<MiniProgramLimits>();
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new ModuleEnumConverter()));
        return services;
    }

    // Unless the host says itself who its users are.
    private static void AddCurrentUser(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        if (services.All(d => d.ServiceType != typeof(ICurrentUser) || d.ImplementationType == typeof(NoCurrentUser)))
        {
            services.Replace(ServiceDescriptor.Singleton<ICurrentUser, ClaimsCurrentUser>());
        }
    }

    private static void DecorateAuthorizationResults(IServiceCollection services)
    {
        var inner = services.LastOrDefault(d => d.ServiceType == typeof(IAuthorizationMiddlewareResultHandler));
        services.RemoveAll<IAuthorizationMiddlewareResultHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(provider =>
            ActivatorUtilities.CreateInstance<ProblemAuthorizationResultHandler>(provider, Inner(provider, inner)));
    }

    private static IAuthorizationMiddlewareResultHandler Inner(IServiceProvider provider, ServiceDescriptor? inner) => inner switch
    {
        { ImplementationInstance: IAuthorizationMiddlewareResultHandler instance } => instance,
        { ImplementationFactory: { } factory } => (IAuthorizationMiddlewareResultHandler)factory(provider),
        { ImplementationType: { } type } => (IAuthorizationMiddlewareResultHandler)ActivatorUtilities.CreateInstance(provider, type),
        _ => new AuthorizationMiddlewareResultHandler(),
    };
}
