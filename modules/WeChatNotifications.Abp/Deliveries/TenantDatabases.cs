using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>
/// The host's database, and that of every active tenant whose connection string leads elsewhere. Two tenants who share one are served
/// by one engine. With <c>AbpMultiTenancyOptions.IsEnabled</c> off there is the host's only.
/// </summary>
internal sealed class TenantDatabases(IServiceScopeFactory scopes, ICurrentTenant currentTenant) : IDeliveryPartitionSource
{
    public async Task<IReadOnlyList<DeliveryPartition>> GetAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var services = scope.ServiceProvider;
            using var unitOfWork = services.GetRequiredService<IUnitOfWorkManager>().Begin(requiresNew: true, isTransactional: false);
            var database = services.GetRequiredService<ModuleDatabase>();
            var partitions = new Dictionary<string, DeliveryPartition>(StringComparer.Ordinal);
            using (currentTenant.Change(null))
            {
                partitions[await database.ResolveAsync().ConfigureAwait(false)] = DeliveryPartition.Host;
            }

            foreach (var tenant in await services.GetRequiredService<ITenantStore>().GetListAsync(includeDetails: true).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (tenant.IsActive)
                {
                    using var change = currentTenant.Change(tenant.Id);
                    partitions.TryAdd(await database.ResolveAsync().ConfigureAwait(false), new DeliveryPartition(tenant.Name, tenant.Id));
                }
            }

            await unitOfWork.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return [.. partitions.Values];
        }
    }
}
