using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace WeChatNotifications.Application.Tests.Tokens;

/// <summary>The framework's own distributed cache, with a memory of everything that was put into it, and a switch to break it.</summary>
internal sealed class RecordingCache : IDistributedCache
{
    private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));
    private readonly ConcurrentQueue<(string Key, byte[] Value)> _written = new();

    public enum Fault
    {
        None,

        /// <summary>Every call throws.</summary>
        Down,

        /// <summary>No call ends, whatever token it was given.</summary>
        Hanging,
    }

    public Fault Condition { get; set; }

    /// <summary>Calls that are being kept waiting.</summary>
    public int Kept { get; private set; }

    public IReadOnlyList<string> Keys => [.. _written.Select(w => w.Key).Distinct(StringComparer.Ordinal)];

    /// <summary>Keys and values, in the ways somebody could read them.</summary>
    public string AllText => string.Join('\n', _written.Select(w => $"{w.Key} {Encoding.UTF8.GetString(w.Value)} {Encoding.Latin1.GetString(w.Value)} {Encoding.Unicode.GetString(w.Value)}"));

    public int Writes => _written.Count;

    public byte[]? Get(string key) => throw new NotSupportedException("Blocks a thread.");

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Do(() => _cache.GetAsync(key, token));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException("Blocks a thread.");

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => Do(async () =>
    {
        await _cache.SetAsync(key, value, options, token);
        _written.Enqueue((key, value));
        return true;
    });

    public void Refresh(string key) => throw new NotSupportedException("Blocks a thread.");

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException("Nobody needs it.");

    public void Remove(string key) => _cache.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => _cache.RemoveAsync(key, token);

    /// <summary>Puts something in from outside, unrecorded.</summary>
    public Task Plant(string key, byte[] value) => _cache.SetAsync(key, value, new());

    public Task<byte[]?> Peek(string key) => _cache.GetAsync(key);

    private Task<T> Do<T>(Func<Task<T>> use)
    {
        switch (Condition)
        {
            case Fault.Down:
                throw new IOException("It was not possible to connect to the cache.");
            case Fault.Hanging:
                Kept++;
                return new TaskCompletionSource<T>().Task;
            default:
                return use();
        }
    }
}
