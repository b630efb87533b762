using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.RabbitMq.Sending;

namespace WeChatNotifications.Abp.RabbitMq;

/// <summary>Finds tenants of ABP by id or name, in the body or the header. One that is switched off, or that does not exist, is unknown.</summary>
internal sealed class TenantStoreResolver(IServiceScopeFactory scopes, ICurrentTenant currentTenant) : IRequestTenantResolver
{
    public async Task<RequestTenant> ResolveAsync(RequestSource source, CancellationToken cancellationToken)
    {
        Guid? found = null;
        foreach (var named in new[] { source.Field, source.Header })
        {
            if (string.IsNullOrWhiteSpace(named))
            {
                continue;
            }

            if (await FindAsync(named.Trim()).ConfigureAwait(false) is not { IsActive: true } tenant || (found is not null && found != tenant.Id))
            {
                return RequestTenant.Unknown;
            }

            found = tenant.Id;
        }

        return RequestTenant.Of(found);
    }

    private async Task<TenantConfiguration?> FindAsync(string named)
    {
        // Tenants are the host's, whoever is current.
        using var host = currentTenant.Change(null);
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var store = scope.ServiceProvider.GetRequiredService<ITenantStore>();
            return Guid.TryParse(named, out var id)
                ? await store.FindAsync(id).ConfigureAwait(false)
                : await store.FindAsync(scope.ServiceProvider.GetRequiredService<ITenantNormalizer>().NormalizeName(named)!).ConfigureAwait(false);
        }
    }
}
