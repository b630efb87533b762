using Microsoft.Extensions.Caching.Distributed;
using Volo.Abp.Caching;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Abp.Tokens;

/// <summary>Shares tokens over ABP's distributed cache: under its key prefix, and each tenant's under the tenant's own keys.</summary>
internal sealed class AbpTokenCache(IDistributedCache<WeChatAccessTokenCacheItem> cache, ICurrentTenant currentTenant) : ISharedTokenCache
{
    public async Task<byte[]?> GetAsync(Guid? tenantId, string key, CancellationToken cancellationToken)
    {
        using (currentTenant.Change(tenantId))
        {
            // A cache that fails shall be seen as one that fails; who asks here knows what to do about it.
            return (await cache.GetAsync(key, hideErrors: false, considerUow: false, cancellationToken).ConfigureAwait(false))?.Sealed;
        }
    }

    public async Task SetAsync(Guid? tenantId, string key, byte[] entry, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        using (currentTenant.Change(tenantId))
        {
            await cache.SetAsync(
                key, new WeChatAccessTokenCacheItem { Sealed = entry },
                new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime },
                hideErrors: false, considerUow: false, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>What stands in the cache: a token, encrypted.</summary>
[CacheName("WeChatNotifications.AccessToken")]
internal sealed class WeChatAccessTokenCacheItem
{
    /// <summary>Of no use to whoever reads the cache.</summary>
    public byte[] Sealed { get; set; } = [];
}
