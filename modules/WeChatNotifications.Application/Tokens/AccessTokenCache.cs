using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Security;

namespace WeChatNotifications.Tokens;

/// <summary>The tokens that all nodes share. A cache that is down, slow or full of nonsense costs calls to WeChat, not messages.</summary>
internal sealed class AccessTokenCache(
    IDistributedCache cache, ISecretProtector protector, string keyPrefix, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>How long a cache may take: less than WeChat itself would.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Looks for the app's token.</summary>
    public async Task<CacheLook> ReadAsync(AppCredential app, CancellationToken cancellationToken)
    {
        CachedAccessToken? token = null;
        var answered = await TryAsync(
            async patience => token = await cache.GetAsync(KeyOf(app), patience).ConfigureAwait(false) is { } bytes
                ? CachedAccessToken.Open(bytes, app.Id, protector)
                : null,
            cancellationToken).ConfigureAwait(false);
        return new(answered, token);
    }

    /// <summary>Puts the app's token where the other nodes find it.</summary>
    public Task WriteAsync(AppCredential app, CachedAccessToken token, CancellationToken cancellationToken)
    {
        var left = token.ExpiresAt - timeProvider.GetUtcNow();
        return left <= TimeSpan.Zero
            ? Task.CompletedTask
            : TryAsync(
                patience => cache.SetAsync(
                    KeyOf(app), token.Seal(app.Id, protector), new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = left }, patience),
                cancellationToken);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> use, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            // Waited for from outside as well: not every cache looks at its token.
            await use(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            TokenLog.CacheFailed(logger, exception);
            return false;
        }
    }

    private string KeyOf(AppCredential app) => $"{keyPrefix}:access-token:{app.Id:N}:{app.TokenMode}";
}

/// <summary>What a look into the cache gave.</summary>
/// <param name="Answered">Whether the cache works.</param>
/// <param name="Token">The token it holds.</param>
internal readonly record struct CacheLook(bool Answered, CachedAccessToken? Token);
