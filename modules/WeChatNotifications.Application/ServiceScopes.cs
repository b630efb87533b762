using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications;

/// <summary>Short uses of scoped services by what lives as long as the host.</summary>
internal static class ServiceScopes
{
    /// <summary>Uses services in a scope of their own, which is over when the work is.</summary>
    public static async Task<T> InScopeAsync<T>(this IServiceScopeFactory scopes, Func<IServiceProvider, Task<T>> use)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await use(scope.ServiceProvider).ConfigureAwait(false);
        }
    }
}
