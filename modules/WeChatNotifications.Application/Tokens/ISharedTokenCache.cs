using Microsoft.Extensions.Caching.Distributed;

namespace WeChatNotifications.Tokens;

/// <summary>
/// Where the nodes share access tokens. The entries are encrypted already; an entry that is lost costs a call to WeChat. A host may
/// put its own cache in the place of the framework's <see cref="IDistributedCache"/>.
/// </summary>
public interface ISharedTokenCache
{
    /// <summary>The entry under a key; null when there is none.</summary>
    /// <param name="tenantId">The tenant whose app it is.</param>
    /// <param name="key">The key, unique among all tenants.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<byte[]?> GetAsync(Guid? tenantId, string key, CancellationToken cancellationToken);

    /// <summary>Puts an entry in place.</summary>
    /// <param name="tenantId">The tenant whose app it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The encrypted token.</param>
    /// <param name="lifetime">How long it is of use.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SetAsync(Guid? tenantId, string key, byte[] entry, TimeSpan lifetime, CancellationToken cancellationToken);
}

/// <summary>The plain host's: the framework's distributed cache.</summary>
internal sealed class DistributedTokenCache(IDistributedCache cache) : ISharedTokenCache
{
    public Task<byte[]?> GetAsync(Guid? tenantId, string key, CancellationToken cancellationToken) => cache.GetAsync(key, cancellationToken);

    public Task SetAsync(Guid? tenantId, string key, byte[] entry, TimeSpan lifetime, CancellationToken cancellationToken)
        => cache.SetAsync(key, entry, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime }, cancellationToken);
}
