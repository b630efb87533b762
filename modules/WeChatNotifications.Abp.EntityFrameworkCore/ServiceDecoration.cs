using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatNotifications.Abp.EntityFrameworkCore;

internal static class ServiceDecoration
{
    /// <summary>Puts another implementation in front of the registered one, whoever registered that, with the same lifetime.</summary>
    public static void Decorate<TService>(this IServiceCollection services, Func<IServiceProvider, TService, TService> decorate)
        where TService : class
    {
        var inner = services.Last(d => d.ServiceType == typeof(TService) && !d.IsKeyedService);
        services.Replace(ServiceDescriptor.Describe(typeof(TService), provider => decorate(provider, (TService)Create(provider, inner)), inner.Lifetime));
    }

    private static object Create(IServiceProvider provider, ServiceDescriptor descriptor)
        => descriptor.ImplementationInstance
            ?? descriptor.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
