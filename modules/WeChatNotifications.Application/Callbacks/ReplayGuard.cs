using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatNotifications.Callbacks;

/// <summary>
/// Remembers which pushes were taken, by time stamp and nonce, so that a stranger who has seen one cannot send it again with another
/// body. WeChat itself sends again with a new nonce. In memory for this node, and in the distributed cache for the others; two nodes that
/// get the same push in the same moment are told apart by the inbox.
/// </summary>
internal sealed class ReplayGuard(IDistributedCache cache, IOptions<CallbackOptions> options, TimeProvider timeProvider, ILogger<ReplayGuard> logger)
{
    /// <summary>The cache is a help; WeChat's answer does not wait long for it.</summary>
    private static readonly TimeSpan CachePatience = TimeSpan.FromMilliseconds(250);

    private static readonly byte[] Mark = [1];

    private readonly CallbackOptions _options = options.Value;
    private readonly ConcurrentDictionary<Guid, bool> _taken = new();
    private readonly ConcurrentQueue<(Guid Push, long At)> _order = new();

    /// <summary>A cache in this process knows no more than this class.</summary>
    private readonly bool _isShared = cache is not MemoryDistributedCache;

    /// <summary>A time stamp is refused earlier than it is forgotten.</summary>
    private TimeSpan Memory => _options.TimestampWindow * 2;

    /// <summary>Pushes remembered here.</summary>
    public int Count => _taken.Count;

    /// <summary>Notes a push.</summary>
    /// <returns>Whether it is the first time.</returns>
    public async Task<bool> TryTakeAsync(Guid account, string timestamp, string nonce, CancellationToken cancellationToken)
    {
        var push = IdOf(account, timestamp, nonce);
        if (!_taken.TryAdd(push, true))
        {
            return false;
        }

        _order.Enqueue((push, timeProvider.GetTimestamp()));
        Forget();
        return !_isShared || await TryTakeSharedAsync(push, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a push come again that could not be taken after all.</summary>
    public async Task GiveBackAsync(Guid account, string timestamp, string nonce, CancellationToken cancellationToken)
    {
        var push = IdOf(account, timestamp, nonce);
        _taken.TryRemove(push, out _);
        if (_isShared)
        {
            await AskCacheAsync(token => cache.RemoveAsync(KeyOf(push), token), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string KeyOf(Guid push) => "wechat-notifications:push:" + push.ToString("N", CultureInfo.InvariantCulture);

    private static Guid IdOf(Guid account, string timestamp, string nonce)
        => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{account:N}\n{timestamp}\n{nonce}")).AsSpan(0, 16));

    private async Task<bool> TryTakeSharedAsync(Guid push, CancellationToken cancellationToken)
    {
        var isKnown = false;
        await AskCacheAsync(
            async token =>
            {
                isKnown = await cache.GetAsync(KeyOf(push), token).ConfigureAwait(false) is not null;
                if (!isKnown)
                {
                    await cache.SetAsync(KeyOf(push), Mark, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = Memory }, token).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return !isKnown;
    }

    private async Task AskCacheAsync(Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CachePatience, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await ask(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Without the cache, this node's memory and the inbox are left; that is no reason to lose a push.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            CallbackLog.SharedMemoryFailed(logger, exception);
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && (_taken.Count > _options.MaxRememberedPushes || timeProvider.GetElapsedTime(oldest.At) > Memory))
        {
            if (_order.TryDequeue(out var gone))
            {
                _taken.TryRemove(gone.Push, out _);
            }
        }
    }
}
